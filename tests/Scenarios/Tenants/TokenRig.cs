using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;

namespace ItsmServerless.Tests.Scenarios.Tenants;

/// <summary>A tenant that trusts an issuer of its own.</summary>
internal sealed class TokenRig : IAsyncDisposable
{
    private readonly string _url;

    private TokenRig(string url, TokenIssuer issuer, IncidentApi tenant) => (_url, Issuer, Tenant) = (url, issuer, tenant);

    public TokenIssuer Issuer { get; }

    /// <summary>The tenant's key of role admin.</summary>
    public IncidentApi Tenant { get; }

    public static async Task<TokenRig> StartAsync(
        string url, TimeProvider time, IncidentApi tenant, object? more = null)
    {
        var rig = new TokenRig(url, await TokenIssuer.StartAsync(time), tenant);
        (await rig.Trust(tenant, more)).Expect(HttpStatusCode.OK);
        return rig;
    }

    public ValueTask DisposeAsync()
    {
        Tenant.Dispose();
        return Issuer.DisposeAsync();
    }

    /// <summary>A tenant trusts the issuer.</summary>
    public Task<Answer> Trust(IncidentApi tenant, object? more = null, string key = "main", string? ifMatch = null)
    {
        var body = new Dictionary<string, object>
        {
            ["issuer"] = Issuer.Url,
            ["audience"] = TokenIssuer.Audience,
            ["roles"] = new Dictionary<string, string> { ["Desk.Agent"] = "agent", ["Desk.Admin"] = "admin", ["User"] = "requester" },
        };
        foreach (var member in JsonSerializer.SerializeToElement(more ?? new { }).EnumerateObject()) body[member.Name] = member.Value;
        return tenant.Send(HttpMethod.Put, $"/v1/identity-providers/{key}", body, ifMatch: ifMatch);
    }

    /// <summary>Asks with a credential.</summary>
    public async Task<Answer> Ask(string credential, string path = "/v1/incidents")
    {
        using var http = new HttpClient { BaseAddress = new Uri(_url) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {credential}");
        using var response = await http.SendAsync(request);
        return await Answer.Of(response);
    }

    /// <summary>The API with a token.</summary>
    public IncidentApi With(string token) => new(new Uri(_url), token);
}

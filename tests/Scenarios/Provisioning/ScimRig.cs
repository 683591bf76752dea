using System.Net;
using System.Text;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;

namespace ItsmServerless.Tests.Scenarios.Provisioning;

/// <summary>A directory that provisions a tenant, as Entra ID does it.</summary>
internal sealed class ScimRig(IncidentApi tenant) : IDisposable
{
    private const string MediaType = "application/scim+json";

    /// <summary>The tenant's key of role admin.</summary>
    public IncidentApi Tenant => tenant;

    public void Dispose() => tenant.Dispose();

    /// <summary>Sends a body of SCIM.</summary>
    public Task<Answer> Send(HttpMethod method, string path, string? body = null) => tenant.Send(
        method, "/scim/v2" + path, body is null ? null : new StringContent(body, Encoding.UTF8, MediaType));

    /// <summary>Enters somebody as Entra ID does.</summary>
    public async Task<JsonElement> User(string name) => (await Send(HttpMethod.Post, "/Users", $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
         "externalId":"obj-{{name}}","userName":"{{name}}@corp.example","active":true,"displayName":"{{name}} Smith",
         "emails":[{"primary":true,"type":"work","value":"{{name}}@example.org"}],"meta":{"resourceType":"User"},
         "name":{"formatted":"{{name}} Smith","familyName":"Smith","givenName":"{{name}}"},"roles":[],"title":"Clerk" }
        """)).Expect(HttpStatusCode.Created);

    /// <summary>Makes a group of these ids.</summary>
    public async Task<JsonElement> Group(string name, params string[] members) => (await Send(HttpMethod.Post, "/Groups", $$"""
        {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"obj-{{name}}","displayName":"{{name}}",
         "members":[{{string.Join(',', members.Select(id => $$"""{"value":"{{id}}"}"""))}}],"meta":{"resourceType":"Group"} }
        """)).Expect(HttpStatusCode.Created);

    /// <summary>Sends operations.</summary>
    public Task<Answer> Patch(string path, string operations) => Send(HttpMethod.Patch, path,
        $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{operations}}]}""");

    /// <summary>Those a filter names.</summary>
    public async Task<List<JsonElement>> Found(string kind, string filter)
    {
        var list = (await Send(HttpMethod.Get, $"/{kind}?filter={Uri.EscapeDataString(filter)}")).Expect(HttpStatusCode.OK);
        var all = list.GetProperty("Resources").EnumerateArray().ToList();
        Xunit.Assert.Equal(all.Count, list.GetProperty("totalResults").GetInt32());
        return all;
    }

    public static string Id(JsonElement resource) => resource.GetProperty("id").GetString()!;

    /// <summary>The entry of somebody, as <c>/v1/people</c> shows it.</summary>
    public async Task<JsonElement> Person(string address) => (await tenant.Get($"/v1/people/{address}")).Expect(HttpStatusCode.OK);
}

using System.Net.Http.Headers;
using System.Text.Json;

namespace ItsmServerless.Local.Hosting;

/// <summary>The tenant of a first try, made through the API like any other.</summary>
/// <remarks>The same Idempotency-Key at every start: the tenant is made once, and its key is the same each
/// time.</remarks>
internal static class DemoTenant
{
    /// <summary>Its slug.</summary>
    public const string Slug = "demo";

    /// <summary>Makes it unless it is there, and returns its API key.</summary>
    /// <exception cref="StartFailedException">The API refused.</exception>
    public static async Task<string> EnsureAsync(LocalEnvironment environment, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri(environment.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/operator/tenants")
        {
            Content = JsonContent.Create(new { slug = Slug, name = "Demo", plan = "unlimited" }),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", environment.OperatorKey) },
        };
        request.Headers.Add("Idempotency-Key", "local-demo");
        using var response = await client.SendAsync(request, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw new StartFailedException($"The tenant {Slug} was not made: {answer}");
        return JsonDocument.Parse(answer).RootElement.GetProperty("apiKey").GetProperty("secret").GetString()!;
    }
}

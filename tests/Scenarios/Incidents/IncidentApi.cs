using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>The incident routes as a caller with one credential uses them.</summary>
internal sealed class IncidentApi(Uri url, string key) : IDisposable
{
    /// <summary>Fewer than a tenant may have under way at once; further requests wait for these.</summary>
    private const int RequestsAtOnce = 50;

    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = RequestsAtOnce })
    {
        BaseAddress = url,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
    };

    public void Dispose() => _http.Dispose();

    /// <summary>Sends a request as it is; the answer is whatever comes.</summary>
    public async Task<Answer> Send(
        HttpMethod method, string path, object? body = null, string? idempotencyKey = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var response = await _http.SendAsync(request);
        return await Answer.Of(response);
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null, string? idempotencyKey = null, string? ifMatch = null) =>
        Send(HttpMethod.Post, path, body, idempotencyKey, ifMatch);

    /// <summary>Reports an incident and expects that it is taken.</summary>
    public async Task<JsonElement> Report(object body) =>
        (await Post("/v1/incidents", body)).Expect(HttpStatusCode.Created);

    /// <summary>Takes an incident a step further, whatever its version, and expects that it goes.</summary>
    public async Task<JsonElement> Act(JsonElement incident, string action, object? body = null) =>
        (await Post($"/v1/incidents/{IdOf(incident)}/{action}", body, ifMatch: "*")).Expect(HttpStatusCode.OK);

    /// <summary>All items of a list, page by page.</summary>
    public async Task<List<JsonElement>> All(string path, int limit = 200)
    {
        var items = new List<JsonElement>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = (await Page(path, limit, cursor)).Expect(HttpStatusCode.OK);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("nextCursor").GetString();
        }
        return items;
    }

    /// <summary>One page of a list.</summary>
    public Task<Answer> Page(string path, int limit, string cursor) => Get(
        $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}" +
        (cursor.Length == 0 ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));

    public static string IdOf(JsonElement incident) => incident.GetProperty("id").GetString()!;
}

/// <summary>An answer, read whole.</summary>
internal sealed record Answer(
    HttpStatusCode Status, byte[] Bytes, HttpResponseHeaders Headers, HttpContentHeaders Content)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>The problem's code; empty when there is none.</summary>
    public string Code => (int)Status >= 400 ? Json.GetProperty("code").GetString()! : "";

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        response.StatusCode, await response.Content.ReadAsByteArrayAsync(), response.Headers, response.Content.Headers);

    /// <summary>The body, if the status is as expected.</summary>
    public JsonElement Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Encoding.UTF8.GetString(Bytes)}");
        return Json;
    }

    /// <summary>Expects a refusal with this status and code.</summary>
    public void Refused(HttpStatusCode status, string code) => Assert.Equal((status, code), (Status, Code));

    /// <summary>Expects that there is no such thing, for this caller.</summary>
    public void NotFound() => Refused(HttpStatusCode.NotFound, "not_found");

    /// <summary>Expects that the role may not do this.</summary>
    public void Forbidden() => Refused(HttpStatusCode.Forbidden, "forbidden");

    /// <summary>Expects that a field is out of range.</summary>
    public void Invalid() => Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
}

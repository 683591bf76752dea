using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Somebody who sends requests, with a credential or without.</summary>
internal sealed class Caller(Uri url, string? key) : IDisposable
{
    private readonly HttpClient _http = new()
    {
        BaseAddress = url,
        DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
    };

    public void Dispose() => _http.Dispose();

    public async Task<Answer> Send(
        HttpMethod method, string path, object? body = null, string? ifMatch = null, string? ifNoneMatch = null,
        string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = body as HttpContent ?? JsonContent.Create(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await _http.SendAsync(request);
        return new(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    /// <summary>Sends a request with headers of its own.</summary>
    public async Task<HttpStatusCode> StatusOf(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode;
    }

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path);

    public Task<Answer> Post(string path, object? body = null, string? ifMatch = null) =>
        Send(HttpMethod.Post, path, body, ifMatch);
}

/// <summary>An answer, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Text);

    /// <summary>The body, if the status is as expected.</summary>
    public JsonElement Expect(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        return Json;
    }

    /// <summary>Expects that it was done, with nothing to show.</summary>
    public void Expect204() => Assert.True(Status == HttpStatusCode.NoContent, $"{(int)Status} instead of 204: {Text}");

    /// <summary>Expects a refusal with this status and code.</summary>
    public void Refused(HttpStatusCode status, string code) =>
        Assert.Equal((status, code), (Status, Json.GetProperty("code").GetString()));
}

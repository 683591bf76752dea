using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Webhooks;

/// <summary>A receiver of webhooks that answers what a test wants it to, then 204.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(int Status, string? RetryAfter)> _answers;

    private Receiver(WebApplication app, IEnumerable<(int Status, string? RetryAfter)> answers) =>
        (_app, _answers) = (app, new(answers));

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.Single() + "/hook";

    /// <summary>What was posted, in order.</summary>
    public ConcurrentQueue<Posted> Posts { get; } = [];

    public static async Task<Receiver> StartAsync(params (int Status, string? RetryAfter)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build(), answers);
        receiver._app.MapFallback(receiver.Answer);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Posts.Enqueue(new(headers, body.ToArray()));
        var (status, after) = _answers.TryDequeue(out var answer) ? answer : (204, null);
        http.Response.StatusCode = status;
        if (after is not null) http.Response.Headers["Retry-After"] = after;
        if (status is >= 300 and < 400) http.Response.Headers["Location"] = Url + "/elsewhere";
    }
}

/// <summary>A message as it came.</summary>
internal sealed record Posted(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public System.Text.Json.JsonElement Json => System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(Body);
}

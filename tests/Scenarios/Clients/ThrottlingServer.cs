using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Clients;

/// <summary>Refuses the first request with 429, and takes the second.</summary>
internal sealed class ThrottlingServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _keys = new();

    private ThrottlingServer(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>The Idempotency-Key of every request, in their order.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    public static async Task<ThrottlingServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ThrottlingServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        _keys.Enqueue(http.Request.Headers["Idempotency-Key"].ToString());
        if (_keys.Count > 1) return http.Response.WriteAsJsonAsync(new { id = "inc_1" });
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        http.Response.Headers.RetryAfter = "1";
        return Task.CompletedTask;
    }
}

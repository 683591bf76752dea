using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Notifications;

/// <summary>A Teams Workflows service that answers what a test wants it to, then 202.</summary>
internal sealed class Workflows : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(int Status, string? Header, string? Value)> _answers;

    private Workflows(WebApplication app, IEnumerable<(int Status, string? Header, string? Value)> answers) =>
        (_app, _answers) = (app, new(answers));

    /// <summary>What the addresses of its workflows begin with.</summary>
    public string Url => _app.Urls.Single() + "/workflows/";

    /// <summary>The tracking ids of what was posted, in order.</summary>
    public ConcurrentQueue<string> Posts { get; } = [];

    public static async Task<Workflows> StartAsync(params (int Status, string? Header, string? Value)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var workflows = new Workflows(builder.Build(), answers);
        workflows._app.MapFallback(workflows.Answer);
        await workflows._app.StartAsync();
        return workflows;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void Answer(HttpContext http)
    {
        Posts.Enqueue(http.Request.Headers["x-ms-client-tracking-id"].ToString());
        var (status, header, value) = _answers.TryDequeue(out var answer) ? answer : (202, null, null);
        http.Response.StatusCode = status;
        if (header is not null) http.Response.Headers[header] = value;
    }
}

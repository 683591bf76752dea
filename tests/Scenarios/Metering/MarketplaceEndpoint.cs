using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Azure.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>How the next call goes.</summary>
internal enum NextCall
{
    /// <summary>The events are taken, and nobody hears of it.</summary>
    LosesItsAnswer,

    /// <summary>Nothing comes of it, ever.</summary>
    Hangs,
}

/// <summary>The metering service of the Azure Marketplace, as its documentation tells: one event for each resource,
/// dimension and hour, of the last 24 hours.</summary>
internal sealed class MarketplaceEndpoint : IAsyncDisposable
{
    private const int MostEvents = 25;

    private readonly WebApplication _app;

    private MarketplaceEndpoint(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.Single());

    /// <summary>The time here; events are judged by it.</summary>
    public Func<DateTimeOffset> Now { get; set; } = TimeProvider.System.GetUtcNow;

    /// <summary>What was taken, by resource, dimension and hour.</summary>
    public ConcurrentDictionary<(string Resource, string Dimension, DateTimeOffset Hour), decimal> Taken { get; } = [];

    /// <summary>How many events each call had.</summary>
    public ConcurrentQueue<int> Calls { get; } = [];

    /// <summary>How the next calls go: by these, then as they should.</summary>
    public ConcurrentQueue<NextCall> Next { get; } = [];

    /// <summary>What all calls are answered; null when they go as they should.</summary>
    public (int Status, string? RetryAfter)? Away { get; set; }

    /// <summary>What events of a dimension are refused with.</summary>
    public ConcurrentDictionary<string, string> Refused { get; } = [];

    public static async Task<MarketplaceEndpoint> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var endpoint = new MarketplaceEndpoint(builder.Build());
        endpoint._app.MapPost("/api/batchUsageEvent", endpoint.Answer);
        await endpoint._app.StartAsync();
        return endpoint;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Answer(HttpContext http)
    {
        var events = (await JsonSerializer.DeserializeAsync<JsonElement>(http.Request.Body)).GetProperty("request").EnumerateArray().ToArray();
        Calls.Enqueue(events.Length);
        NextCall? next = Next.TryDequeue(out var asked) ? asked : null;
        if (!IsWellMade(http.Request, events)) http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (next == NextCall.Hangs) await HangAsync(http);
        else if (next == NextCall.LosesItsAnswer) Lose(http, [.. events.Select(Take)]);
        else if (Away is var (status, after)) Fail(http.Response, status, after);
        else await http.Response.WriteAsJsonAsync(new { count = events.Length, result = events.Select(Take).ToArray() });
    }

    private static bool IsWellMade(HttpRequest request, JsonElement[] events) =>
        request.Query["api-version"] == "2018-08-31" && request.Headers.Authorization == $"Bearer {FixedToken.Token}" &&
        request.Headers.ContainsKey("x-ms-requestid") && request.Headers.ContainsKey("x-ms-correlationid") &&
        events.Length is > 0 and <= MostEvents;

    private static async Task HangAsync(HttpContext http)
    {
        var left = new TaskCompletionSource();
        await using var registration = http.RequestAborted.Register(left.SetResult);
        await left.Task;
    }

    private static void Lose(HttpContext http, object[] answers)
    {
        if (answers.Length > 0) http.Abort();
    }

    private static void Fail(HttpResponse response, int status, string? after)
    {
        response.StatusCode = status;
        if (after is not null) response.Headers.RetryAfter = after;
    }

    private object Take(JsonElement told)
    {
        var (resource, dimension) = (told.GetProperty("resourceId").GetString()!, told.GetProperty("dimension").GetString()!);
        var at = told.GetProperty("effectiveStartTime").GetDateTimeOffset();
        var (quantity, plan) = (told.GetProperty("quantity").GetDecimal(), told.GetProperty("planId").GetString());
        var hour = new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, TimeSpan.Zero);
        var time = at.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var status = Refused.TryGetValue(dimension, out var refusal) ? refusal : at < Now().AddHours(-24) ? "Expired" : "Accepted";
        if (status == "Accepted" && !Taken.TryAdd((resource, dimension, hour), quantity)) status = "Duplicate";
        var had = new { status = "Duplicate", resourceId = resource, quantity = Taken.GetValueOrDefault((resource, dimension, hour)), dimension, planId = plan };
        object? error = status switch
        {
            "Accepted" => null,
            "Duplicate" => new { additionalInfo = new { acceptedMessage = had }, message = "This usage event already exist.", code = "Conflict" },
            _ => new { message = $"It is refused: {status}.", code = "BadArgument" },
        };
        return new { status, resourceId = resource, dimension, quantity, planId = plan, effectiveStartTime = time, error };
    }
}

/// <summary>A credential that needs nobody.</summary>
internal sealed class FixedToken : TokenCredential
{
    public const string Token = "a-token-for-the-marketplace";

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        throw new NotSupportedException("The product makes no blocking calls.");

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        requestContext.Scopes is ["20e940b3-4c77-4b0b-9a53-9e16a1b010a7/.default"]
            ? ValueTask.FromResult(new AccessToken(Token, DateTimeOffset.MaxValue))
            : throw new InvalidOperationException("The token is asked for another service.");
}

using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Notifications;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>Takes what is sent to a webhook or to a Teams Workflows URL, and answers as they do.</summary>
internal sealed class CaptureEndpoints(CaptureStore captures, TimeProvider time)
{
    /// <summary>Any request to <c>/_local/hooks/{name}</c>: 202 and its id.</summary>
    public async Task<IResult> HookAsync(string? name, HttpContext http)
    {
        if (await ReadAsync(name, http) is not { } capture)
            return TooLong();
        var id = await captures.AddAsync(CaptureKinds.Hook, capture, http.RequestAborted);
        return Results.Json(new { id }, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>A card posted to <c>/_local/teams/{channel}</c>: 202 without a body, as Workflows answers.</summary>
    /// <remarks>A card whose sender gives it a tracking id is shown once, however often it comes.</remarks>
    public async Task<IResult> CardAsync(string? channel, HttpContext http)
    {
        if (await ReadAsync(channel, http) is not { } capture)
            return TooLong();
        if (PrettyJson.TryParse(capture.Body) is null)
        {
            return DeskProblem.Of(
                StatusCodes.Status400BadRequest, "invalid_json", "Teams takes a message or a card as JSON.");
        }
        if (capture.Headers.TryGetValue(WorkflowPost.TrackingHeader, out var id))
            await captures.AddOnceAsync(CaptureKinds.Card, id, capture, http.RequestAborted);
        else
            await captures.AddAsync(CaptureKinds.Card, capture, http.RequestAborted);
        return Results.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary>The request; <see langword="null"/> when its body is longer than what is kept.</summary>
    private async Task<Capture?> ReadAsync(string? name, HttpContext http)
    {
        if (http.Request.ContentLength > ChunkedColumn.LongestContent)
            return null;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return body.Length > ChunkedColumn.LongestContent ? null : new Capture(
            "",
            name ?? "",
            http.Request.Method,
            http.Request.QueryString.Value ?? "",
            http.Request.Headers.ToDictionary(one => one.Key, one => string.Join(", ", one.Value.ToArray())),
            body.ToArray(),
            time.GetUtcNow());
    }

    private static IResult TooLong() => DeskProblem.Of(
        StatusCodes.Status413PayloadTooLarge, "too_long",
        $"The desk keeps bodies of at most {ChunkedColumn.LongestContent} bytes.");
}

/// <summary>What a captured request is taken for.</summary>
internal static class CaptureKinds
{
    /// <summary>A webhook.</summary>
    public const string Hook = "hook";

    /// <summary>A Teams card.</summary>
    public const string Card = "card";
}

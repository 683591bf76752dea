using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>A success as an answer: JSON, with the version as ETag where a record is shown.</summary>
public sealed class JsonAnswer(int status, object? body) : IResult
{
    /// <summary>The record's version; null when no record is shown.</summary>
    public int? Version { get; init; }

    /// <summary>Where the new record is read.</summary>
    public string? Location { get; init; }

    /// <summary>The target of <c>rel="next"</c> (RFC 8288).</summary>
    public string? Next { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => body is null
        ? Write(httpContext, null)
        : FieldSelection.Of(httpContext, body).Match(
            shown => Write(httpContext, shown), problem => new ProblemAnswer(problem).ExecuteAsync(httpContext));

    private Task Write(HttpContext httpContext, object? shown)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (Version is { } version) response.Headers.ETag = $"\"{version}\"";
        if (Location is { } location) response.Headers.Location = location;
        if (Next is { } next) response.Headers.Link = $"<{next}>; rel=\"next\"";
        if (shown is null) return Task.CompletedTask;
        response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(response.Body, shown, shown.GetType(), Json.Options, httpContext.RequestAborted);
    }
}

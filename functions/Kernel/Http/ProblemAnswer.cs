using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>The body of every refusal (RFC 9457).</summary>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string Code, string TraceId, ImmutableArray<FieldError> Errors);

/// <summary>A refusal as an answer: <c>application/problem+json</c>.</summary>
public sealed class ProblemAnswer(Problem problem) : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = ProblemStatus.Of(problem.Code);
        response.ContentType = MediaType;
        if (problem.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return response.Body.WriteAsync(Body(), httpContext.RequestAborted).AsTask();
    }

    private byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(
        new ProblemDocument($"/problems/{problem.Code.ToText()}", ProblemStatus.Title(problem.Code), ProblemStatus.Of(problem.Code),
            problem.Detail, problem.Code.ToText(), Activity.Current?.TraceId.ToHexString() ?? "", problem.Errors), Json.Options);
}

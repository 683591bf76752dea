using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Kernel.Http;

/// <summary>The body of every refusal (RFC 9457).</summary>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail, string Code, string TraceId, ImmutableArray<FieldError> Errors);

/// <summary>A refusal as an answer: <c>application/problem+json</c>.</summary>
/// <param name="status">Where a sender knows another one than everybody; null for the one of the code.</param>
public sealed class ProblemAnswer(Problem problem, int? status = null) : IResult
{
    private readonly int status = status ?? ProblemStatus.Of(problem.Code);

    /// <summary>The media type.</summary>
    public const string MediaType = "application/problem+json";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = MediaType;
        if (problem.RetryAfterSeconds is { } seconds) response.Headers.RetryAfter = seconds.ToString();
        if (response.StatusCode == StatusCodes.Status401Unauthorized) response.Headers.WWWAuthenticate = "Bearer";
        return response.Body.WriteAsync(Body(), httpContext.RequestAborted).AsTask();
    }

    private byte[] Body() => JsonSerializer.SerializeToUtf8Bytes(
        new ProblemDocument($"/problems/{problem.Code.ToText()}", ProblemStatus.Title(problem.Code), status,
            problem.Detail, problem.Code.ToText(), Activity.Current?.TraceId.ToHexString() ?? "", problem.Errors), Json.Options);
}

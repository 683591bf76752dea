using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Provisioning;

/// <summary>Answers as SCIM writes them: <c>application/scim+json</c>, also for refusals (RFC 7644, 3.12).</summary>
public sealed class ScimAnswer(int status, JsonObject? body) : IResult
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/scim+json";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        if (status == StatusCodes.Status201Created && body?["meta"]?["location"] is { } location)
            response.Headers.Location = location.GetValue<string>();
        if (body is null) return Task.CompletedTask;
        response.ContentType = MediaType;
        return response.WriteAsync(body.ToJsonString(Json.Options), httpContext.RequestAborted);
    }
}

/// <summary>The last line of every trigger: an outcome becomes an answer of SCIM.</summary>
public static class ScimAnswers
{
    /// <summary>The resource with a status, or the refusal.</summary>
    public static async Task<IResult> Scim(this Task<Outcome<JsonObject>> outcome, int status = StatusCodes.Status200OK) =>
        (await outcome).Match(body => new ScimAnswer(status, body), Refused);

    /// <summary>204, or the refusal.</summary>
    public static async Task<IResult> ScimGone<T>(this Task<Outcome<T>> outcome) =>
        (await outcome).Match(_ => new ScimAnswer(StatusCodes.Status204NoContent, null), Refused);

    /// <summary>A refusal: the problem's own status, but that SCIM knows 400 alone for a bad body.</summary>
    public static ScimAnswer Refused(Problem problem)
    {
        var status = ProblemStatus.Of(problem.Code) is var usual && usual == 422 ? 400 : usual;
        return new(status, new JsonObject
        {
            ["schemas"] = new JsonArray(ScimNames.Error),
            ["status"] = $"{status}",
            ["scimType"] = TypeOf(problem),
            ["detail"] = problem.Detail,
            ["code"] = problem.Code.ToText(),
        });
    }

    private static string? TypeOf(Problem problem) => problem.Code switch
    {
        ProblemCode.AlreadyExists => "uniqueness",
        ProblemCode.InvalidCursor => "invalidCursor",
        ProblemCode.InvalidJson or ProblemCode.DuplicateField => "invalidSyntax",
        ProblemCode.ValidationFailed => problem.Errors is [var error, ..] ? error.Code : "invalidValue",
        _ => null,
    };
}

using System.Text;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The page behind a link as an answer: HTML, or JSON for callers that accept nothing else.</summary>
/// <remarks>It is not stored, tells no other site where the reader came from, runs no script and cannot be
/// framed.</remarks>
public sealed class ApprovalPage : IResult
{
    private static readonly string Csp =
        $"default-src 'none'; style-src '{PageStyle.Hash}'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly Func<string, string> html;
    private readonly LinkView? view;
    private readonly Problem? problem;

    private ApprovalPage(Func<string, string> html, LinkView? view, Problem? problem) =>
        (this.html, this.view, this.problem) = (html, view, problem);

    private int Status => problem is null ? StatusCodes.Status200OK : ProblemStatus.Of(problem.Code);

    /// <summary>The page of a link that leads nowhere: the same, whatever is wrong with it.</summary>
    public static ApprovalPage Invalid(Problem invalid, Language language) =>
        new(_ => MessageHtml.Invalid(language, invalid.Code), null, invalid);

    /// <summary>The page of a link.</summary>
    public static ApprovalPage Of(PageSight sight, PageCause cause) => new(
        action => Html(sight, cause, action), LinkView.Of(sight.Link, cause.Again), cause.Refusal);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ApplyHeaders(httpContext.Response);
        if (WantsJson(httpContext.Request)) return Json().ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var page = Encoding.UTF8.GetBytes(html(httpContext.Request.PathBase + httpContext.Request.Path));
        httpContext.Response.ContentLength = page.Length;
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : httpContext.Response.Body.WriteAsync(page, httpContext.RequestAborted).AsTask();
    }

    /// <summary>The headers of every answer behind a link.</summary>
    internal static void ApplyHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = Csp;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.Vary = "Accept, Accept-Language";
    }

    private IResult Json() => problem is null ? new JsonAnswer(Status, view) : new ProblemAnswer(problem);

    /// <summary>The form is shown as long as it can be used: on the first sight, and after a field out of
    /// range.</summary>
    private static string Html(PageSight sight, PageCause cause, string action) => cause switch
    {
        { Again: { } again } => ConfirmHtml.Of(sight, again, cause.Form!, action),
        { Refusal: null } when sight.Link.Ballot.State == BallotState.Pending => RequestHtml.Of(sight, cause, action),
        { Refusal: null } => DecidedHtml.Of(sight, null),
        { Refusal.Code: ProblemCode.ValidationFailed, Form: not null } => RequestHtml.Of(sight, cause, action),
        { Refusal.Code: ProblemCode.AlreadyDecided } when sight.Link.Ballot.State != BallotState.Pending =>
            DecidedHtml.Of(sight, cause.Refusal),
        _ => MessageHtml.Of(sight, cause.Refusal),
    };

    private static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) &&
               !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What a link shows to callers that accept JSON.</summary>
/// <param name="Confirm">To be sent with the same decision once more, because the risk is high; null when nothing is
/// to be confirmed.</param>
/// <param name="NeedsCode">Whether it has to be sent with the code that was mailed.</param>
public sealed record LinkView(string Number, string Title, BallotView Ballot, string? Confirm, bool NeedsCode)
{
    /// <summary>The view of an opened link.</summary>
    /// <param name="again">What is asked once more; null when nothing is.</param>
    public static LinkView Of(OpenedLink link, AskedAgain? again) => new(
        link.Approval.State.Subject.Number, link.Approval.State.Subject.Title, BallotView.Of(link.Ballot),
        again?.Confirmation, again is not null && link.Approval.State.AsksCode);
}

/// <summary>The answer to OPTIONS.</summary>
public sealed class ApprovalPageOptions : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ApprovalPage.ApplyHeaders(httpContext.Response);
        httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
        httpContext.Response.Headers.Allow = "GET, HEAD, OPTIONS, POST";
        return Task.CompletedTask;
    }
}

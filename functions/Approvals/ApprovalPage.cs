using System.Text;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Approvals;

/// <summary>The page behind a link as an answer: HTML, or JSON for callers that accept nothing else.</summary>
/// <remarks>It is not stored, tells no other site where the reader came from, runs no script and cannot be
/// framed.</remarks>
public sealed class ApprovalPage : IResult
{
    private static readonly string Csp =
        $"default-src 'none'; style-src '{ApprovalHtml.StyleHash}'; " +
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private readonly Outcome<OpenedLink> opened;
    private readonly Problem? problem;
    private readonly int status;

    private ApprovalPage(Outcome<OpenedLink> opened, Problem? problem, int status) =>
        (this.opened, this.problem, this.status) = (opened, problem, status);

    /// <summary>What a link shows when it is opened. To have decided before is no mistake here.</summary>
    public static ApprovalPage Of(Outcome<OpenedLink> opened)
    {
        var refusal = opened.IsRefused(out var invalid, out var link) ? invalid : ApprovalLinkDesk.Overtaken(link);
        return AfterVote(refusal?.Code == ProblemCode.AlreadyDecided ? null : refusal, opened);
    }

    /// <summary>What a link shows after the form was sent.</summary>
    /// <param name="refusal">Why the vote did not count; null when it did.</param>
    /// <param name="opened">The link as it is after that.</param>
    public static ApprovalPage AfterVote(Problem? refusal, Outcome<OpenedLink> opened) =>
        new(opened, refusal, refusal is null ? StatusCodes.Status200OK : ProblemStatus.Of(refusal.Code));

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        ApplyHeaders(httpContext.Response);
        if (WantsJson(httpContext.Request)) return Json().ExecuteAsync(httpContext);
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "text/html; charset=utf-8";
        var html = Encoding.UTF8.GetBytes(Html(httpContext.Request));
        httpContext.Response.ContentLength = html.Length;
        return HttpMethods.IsHead(httpContext.Request.Method)
            ? Task.CompletedTask
            : httpContext.Response.Body.WriteAsync(html, httpContext.RequestAborted).AsTask();
    }

    /// <summary>The headers of every answer behind a link.</summary>
    internal static void ApplyHeaders(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = Csp;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Robots-Tag"] = "noindex";
    }

    private IResult Json() => problem is null
        ? new JsonAnswer(status, LinkView.Of(opened.Value))
        : new ProblemAnswer(problem);

    /// <summary>The form is shown as long as it can be used: on the first sight, and after a field out of
    /// range.</summary>
    private string Html(HttpRequest request)
    {
        if (opened.IsRefused(out var invalid, out var link))
            return ApprovalHtml.Message("Link not valid", invalid);
        if (link.Ballot.State == BallotState.Pending && problem is null or { Code: ProblemCode.ValidationFailed })
            return ApprovalHtml.Form(link, request.PathBase + request.Path, problem);
        return link.Ballot.State is BallotState.Approved or BallotState.Rejected
            ? ApprovalHtml.Decided(link, problem)
            : ApprovalHtml.Message(link.Approval.State.Subject.Number, problem);
    }

    private static bool WantsJson(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("json", StringComparison.OrdinalIgnoreCase) &&
               !accept.Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}

/// <summary>What a link shows to callers that accept JSON.</summary>
public sealed record LinkView(string Number, string Title, BallotView Ballot)
{
    /// <summary>The view of an opened link.</summary>
    public static LinkView Of(OpenedLink link) =>
        new(link.Approval.State.Subject.Number, link.Approval.State.Subject.Title, BallotView.Of(link.Ballot));
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

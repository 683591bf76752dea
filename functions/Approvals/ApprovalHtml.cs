using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>The markup of the pages behind links. Every value is encoded on its way in; there are no
/// scripts.</summary>
internal static class ApprovalHtml
{
    private const string Style = """
        :root{color-scheme:light dark}
        body{font:1rem/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}
        dt{font-weight:600;margin-top:.75rem}dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}
        textarea{width:100%;min-height:6rem;font:inherit}
        button{font:inherit;padding:.5rem 1.5rem;margin:.5rem .5rem 0 0}
        .notice{border-left:.25rem solid;padding-left:.75rem}
        """;

    /// <summary>What the Content-Security-Policy lets the style in by.</summary>
    public static string StyleHash { get; } = HtmlText.HashOf(Style);

    /// <summary>What is asked, and the form that answers.</summary>
    /// <param name="notice">What was wrong with the form that was sent; null on first sight.</param>
    public static string Form(OpenedLink link, string action, Problem? notice) => Page(Title(link), $"""
        {Notice(notice)}<p>{Encode(link.Approver.Value)}, do you approve this change?</p>
        {Facts(link)}
        <form method="post" action="{Encode(action)}">
        <input type="hidden" name="{LinkForm.ProofField}" value="{Encode(link.Proof)}">
        <p><label for="comment">Comment</label>
        <textarea id="comment" name="comment" maxlength="{VoteComment.Longest}"></textarea></p>
        <button name="decision" value="approve">Approve</button><button name="decision" value="reject">Reject</button>
        </form>
        """);

    /// <summary>The decision that is on record.</summary>
    /// <param name="notice">Why the last attempt to decide did not count; null when it did.</param>
    public static string Decided(OpenedLink link, Problem? notice) => Page(Title(link), $"""
        {Notice(notice)}<p>Recorded decision: <strong>{Words<BallotState>.Of(link.Ballot.State)}</strong></p>
        <dl>{Fact("By", link.Approver.Value)}{Fact("At", Time(link.Ballot.DecidedAt!.Value))}
        {Fact("Comment", link.Ballot.Comment)}</dl>
        """);

    /// <summary>One sentence.</summary>
    public static string Message(string title, Problem? notice) => Page(title, Notice(notice));

    private static string Facts(OpenedLink link)
    {
        var (change, content) = (link.Change, link.Change.Content);
        return $"""
            <dl>{Fact("Asked by", change.Requester?.Value)}
            {Fact("Stage", link.Approval.State.StageOf(link.Question).Name)}
            {Fact("Type", Words<ChangeType>.Of(content.Type))}{Fact("Risk", Words<RiskLevel>.Of(content.Risk.Level))}
            {Fact("Window", $"{Time(content.Window.Start)} to {Time(content.Window.End)}")}
            {Fact("Service", content.Service)}
            {Fact("Items", string.Join(", ", content.ConfigurationItems))}{Fact("Owner", content.Owner?.Value)}
            {Fact("Template", content.Template)}{Fact("Description", content.Description)}
            {Fact("Implementation", content.Plan.Implementation)}{Fact("Back-out", content.Plan.Backout)}
            {Fact("Test", content.Plan.Test)}</dl>
            """;
    }

    private static string Title(OpenedLink link) => $"{link.Change.Number}: {link.Change.Content.Title}";

    private static string Fact(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>";

    /// <summary>The sentence for people, the code for programs.</summary>
    private static string Notice(Problem? problem) => problem is null
        ? ""
        : $"<p class=\"notice\" data-code=\"{problem.Code.ToText()}\">{Encode(problem.Detail)}</p>";

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="robots" content="noindex"><title>{Encode(title)}</title><style>{Style}</style></head>
        <body><main><h1>{Encode(title)}</h1>
        {body}
        </main></body></html>
        """;

    private static string Time(Instant at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", null);

    private static string Encode(string text) => HtmlText.Encode(text);
}

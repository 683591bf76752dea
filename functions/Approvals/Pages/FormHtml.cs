using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The form: a comment and two buttons. What was wrong with it stands above it, and at its field.</summary>
internal static class FormHtml
{
    public static string Of(PageSight sight, PageTexts texts, PageCause cause, string action) => $"""
        <section class="card decide" id="decision" tabindex="-1" aria-labelledby="decide">
        <h2 id="decide">{Markup.Encode(texts.Decision)}</h2>
        {Wrong(texts, cause.Refusal)}
        {Due(sight, texts)}
        <form method="post" action="{Markup.Encode(action)}">
        <input type="hidden" name="{LinkForm.ProofField}" value="{Markup.Encode(sight.Link.Proof)}">
        {Field(texts, cause)}
        {(sight.IsHighRisk ? $"<p class=\"hint\">{Markup.Encode(texts.AskedAgain)}</p>" : "")}
        <p class="buttons"><button class="approve" name="decision" value="approve">{Markup.Encode(texts.Approve)}</button>
        <button class="reject" name="decision" value="reject">{Markup.Encode(texts.Reject)}</button></p>
        </form>
        <p class="hint">{Markup.Encode(texts.LinkUntil(sight.Reader.When(Until(sight.Link))))}</p>
        </section>
        """;

    private static Instant Until(OpenedLink link) => Instant.FromUnixTimeSeconds(link.Token.Exp);

    private static string Due(PageSight sight, PageTexts texts) => sight.Link.Question.DueAt is { } due
        ? $"<p class=\"quiet\">{Markup.Encode(texts.DecideBy)} {Markup.Time(sight.Reader, due)}</p>"
        : "";

    private static string Field(PageTexts texts, PageCause cause)
    {
        var error = OfComment(texts, cause.Refusal);
        var (said, mark) = error is null
            ? ("", "aria-describedby=\"comment-hint\"")
            : ($"<p class=\"wrong\" id=\"comment-error\">{Markup.Encode(error)}</p>",
                "aria-invalid=\"true\" aria-describedby=\"comment-error comment-hint\"");
        return $"""
            <label for="comment">{Markup.Encode(texts.Comment)}</label>
            <p class="hint" id="comment-hint">{Markup.Encode(texts.CommentHint)}</p>{said}
            <textarea id="comment" name="comment" maxlength="{VoteComment.Longest}" {mark}>
            {Markup.Encode(cause.Form?.Comment ?? "")}</textarea>
            """;
    }

    /// <summary>Read aloud at once; leads to the field.</summary>
    private static string Wrong(PageTexts texts, Problem? refusal)
    {
        if (refusal is null) return "";
        var (text, field) = OfComment(texts, refusal) is { } error ? (error, "#comment") : (texts.NoDecision, "#decision");
        return Markup.Banner(
            "bad", $"<h2>{Markup.Encode(texts.NotRecorded)}</h2><p><a href=\"{field}\">{Markup.Encode(text)}</a></p>",
            " role=\"alert\"" + Markup.CodeOf(refusal));
    }

    private static string? OfComment(PageTexts texts, Problem? refusal) =>
        refusal?.Errors.FirstOrDefault(error => error.Pointer == "/comment")?.Code switch
        {
            null => null,
            "control_character" => texts.CommentUnprintable,
            _ => texts.CommentTooLong,
        };
}

using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>The decision that is on record.</summary>
internal static class DecidedHtml
{
    /// <summary>The page after the vote, and whenever the link is opened again.</summary>
    /// <param name="again">Why the last attempt to decide did not count; null when it did, or there was none.</param>
    public static string Of(PageSight sight, Problem? again)
    {
        var (texts, link) = (PageTexts.InEach.In(sight.Reader.Language), sight.Link);
        var (said, kind) = link.Ballot.State == BallotState.Approved
            ? (texts.YouApproved, "good")
            : (texts.YouRejected, "rejected");
        var (number, title) = (link.Change.Number, link.Change.Content.Title);
        var note = again is null ? texts.Recorded : texts.RecordedBefore;
        return Markup.Page(sight.Reader.Language, $"{number} · {said}", $"{texts.Kicker} · {number}", $"""
            <p class="lead">{Markup.Encode(title)}</p>
            {Markup.Banner(kind, $"<h1>{Markup.Encode(said)}</h1><p>{Markup.Encode(note)}</p>", Marks(link, again))}
            <section class="card"><dl class="facts">
            {Markup.Fact(texts.DecidedBy, sight.NameOf(link.Approver))}
            {Markup.Fact(texts.DecidedAt, sight.Reader.When(link.Ballot.DecidedAt!.Value))}
            {Markup.Fact(texts.YourComment, link.Ballot.Comment ?? texts.NoComment, isWide: true)}
            </dl></section>
            {DecidersHtml.Of(sight, texts)}
            """);
    }

    private static string Marks(OpenedLink link, Problem? again) =>
        $" role=\"status\" data-decision=\"{Words<BallotState>.Of(link.Ballot.State)}\"" + Markup.CodeOf(again);
}

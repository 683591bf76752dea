using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals.Pages;

/// <summary>Who decides: each stage with its people, what they decided, and when.</summary>
internal static class DecidersHtml
{
    public static string Of(PageSight sight, PageTexts texts)
    {
        var approval = sight.Link.Approval.State;
        var stages = approval.Stages.Select((_, at) => Stage(sight, texts, StageView.Of(approval, at)));
        return $"""
            <section class="card" aria-labelledby="deciders"><h2 id="deciders">{Markup.Encode(texts.Deciders)}</h2>
            <ol class="stages">{string.Concat(stages)}</ol></section>
            """;
    }

    private static string Stage(PageSight sight, PageTexts texts, StageView stage) => $"""
        <li><p class="name">{Markup.Encode(stage.Name)} <span>– {Markup.Encode(texts.Stage(stage.State))}</span></p>
        {(stage.Ballots.Count == 0 ? Nobody(texts) : People(sight, texts, stage))}</li>

        """;

    private static string Nobody(PageTexts texts) => $"<p class=\"quiet\">{Markup.Encode(texts.NobodyAsked)}</p>";

    private static string People(PageSight sight, PageTexts texts, StageView stage) =>
        $"<ul class=\"ballots\">{string.Concat(stage.Ballots.Select(ballot => Person(sight, texts, ballot)))}</ul>";

    private static string Person(PageSight sight, PageTexts texts, BallotView ballot)
    {
        var state = Words<BallotState>.Of(ballot.State);
        var you = ballot.Approver == sight.Link.Approver ? $" ({texts.You})" : "";
        var at = ballot.DecidedAt is { } when ? $", {Markup.Time(sight.Reader, when)}" : "";
        return $"""
            <li class="{state}">{Markup.Icon(state)}<span><strong>{Markup.Encode(sight.NameOf(ballot.Approver))}</strong>
            {Markup.Encode(you)} <span class="quiet">– {Markup.Encode(texts.Ballot(ballot.State))}{at}</span></span></li>

            """;
    }
}

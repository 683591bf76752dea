using System.Collections.Immutable;
using ItsmServerless.Changes;

namespace ItsmServerless.Notifications;

/// <summary>Which event of a change is told to whom. Pure.</summary>
public static class ChangeNotices
{
    /// <summary>Whether events of this kind ask for a notice at all: saves reading the record.</summary>
    public static bool Hears(ChangeEvent happened) => happened is ChangeApproved or ChangeRejected or
        ChangeReminded or ChangeWindowPassed or ChangeReviewOpened or ChangeReviewChased;

    /// <summary>The notices of one event: the decision, to who asked for the change and to who answers for it; what is
    /// to be done, to who answers for it.</summary>
    /// <param name="change">As it is now, which may be later than the event.</param>
    public static ImmutableArray<Notice> Of(ChangeEvent happened, Change change) => happened switch
    {
        ChangeApproved => [Decided("approved", change, "It may be scheduled now.")],
        ChangeRejected e => [Decided("rejected", change, WhyNot(e.Reason))],
        ChangeReminded e => [ToDo("reminded", change, $"{change.Number} is to be made from {Text(e.Start)} on.")],
        ChangeWindowPassed e =>
        [
            ToDo("window_passed", change,
                $"The window of {change.Number} ended at {Text(e.Window.End)}, and nobody began to make it. " +
                "Cancel it, or begin."),
        ],
        ChangeReviewOpened => [ToDo("review", change, $"{change.Number} was made. Say in a review what it taught.")],
        ChangeReviewChased e =>
        [
            ToDo("review_chased", change,
                $"{change.Number} was made, and nobody gave a review of it yet (asked {e.Number + 1} times)."),
        ],
        _ => [],
    };

    /// <summary>To the owner; to who asked for it where nobody answers for it; to the desk where nobody is
    /// known.</summary>
    private static Notice ToDo(string kind, Change change, string what) => new(
        kind, [(change.Content.Owner ?? change.Requester)?.Value ?? Notice.Desk],
        new($"[{change.Number}] {change.Content.Title}",
        [
            new Paragraph(what),
            new Details(
            [
                new("Change", change.Number), new("Title", change.Content.Title),
                new("Window", $"{Text(change.Content.Window.Start)} to {Text(change.Content.Window.End)}"),
            ]),
        ]));

    private static string Text(NodaTime.Instant at) => at.ToString("yyyy-MM-dd HH:mm 'UTC'", null);

    private static Notice Decided(string kind, Change change, string what) => new(
        kind, To(change), new($"[{change.Number}] {change.Content.Title}",
        [
            new Paragraph($"{change.Number} was {kind}. {what}"),
            new Details([new("Change", change.Number), new("Title", change.Content.Title)]),
        ]));

    private static ImmutableArray<string> To(Change change) =>
        [.. new[] { change.Requester, change.Content.Owner }.OfType<Kernel.Ids.EmailAddress>().Select(to => to.Value)];

    private static string WhyNot(string reason) => reason switch
    {
        "timeout" => "Nobody decided in time.",
        "too_few_approvers" => "There were too few people to ask; the approval policy names them.",
        _ => "The comments of the approvers are with the change. An edit makes it a draft again.",
    };
}

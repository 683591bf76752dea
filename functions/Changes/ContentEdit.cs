using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The content becomes another one, by whichever use case.</summary>
internal static class ContentEdit
{
    /// <summary>Possible until the window is reserved. What differs is recorded, with the question put anew if it was
    /// open.</summary>
    /// <param name="ask">How the new question would be put; looked at only while approvers are asked.</param>
    public static Decision<ChangeEvent> Decide(
        Change change, ChangeContent content, EmailAddress? editor, Submission ask)
    {
        if (change.HoldsWindow || change.State is ChangeState.Implemented || !change.IsOpen)
            return new Problem(ProblemCode.InvalidTransition,
                $"The change is {Words<ChangeState>.Of(change.State)}; it can be edited until it is scheduled.");
        var complete = ask.Models.Complete(content);
        FieldError[] flaws =
            [.. ChangeFields.Window(content.Window.Start, content.Window.End), .. ask.Models.Flaws(complete)];
        if (flaws.Length > 0) return Problem.Validation([.. flaws]);
        if (complete == change.Content) return Decision<ChangeEvent>.Nothing;
        var edited = new ChangeEdited(complete, complete.Risk.Level, complete.Hash(), editor ?? change.Requester);
        return change.State == ChangeState.AwaitingApproval ? AskedAnew(change, edited, ask) : edited;
    }

    private static Decision<ChangeEvent> AskedAnew(Change change, ChangeEdited edited, Submission ask)
    {
        var draft = change with
        {
            State = ChangeState.Draft,
            Content = edited.Content,
            ContentHash = edited.ContentHash,
        };
        var asked = SubmitChange.Decide(draft, ask with { Submitter = edited.Requester });
        return asked.Refusal is { } refusal ? refusal : ImmutableArray.Create<ChangeEvent>([edited, .. asked.Events]);
    }
}

using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>Somebody begins to make the change.</summary>
public static class StartChange
{
    /// <summary>From scheduled; an emergency also while its approvers are asked, where their policy allows it. Nobody
    /// is kept from beginning outside the window: reality comes first, the timeline shows it.</summary>
    public static Decision<ChangeEvent> Decide(Change change) =>
        change is { State: ChangeState.AwaitingApproval, MayStartUnapproved: true }
            ? new ChangeStarted(Retrospective: true)
            : change.Move(ChangeState.Implementing, new ChangeStarted(), ChangeState.Scheduled);
}

using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The change is done for good.</summary>
public static class CloseChange
{
    /// <summary>From implemented, whatever the outcome was.</summary>
    public static Decision<ChangeEvent> Decide(Change change) =>
        change.Move(ChangeState.Closed, new ChangeClosed(), ChangeState.Implemented);
}

using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>The change is done for good.</summary>
public static class CloseChange
{
    /// <summary>From implemented, whatever the outcome was; but not while an approval afterwards is open, nor before
    /// its
    /// rejection is reviewed.</summary>
    public static Decision<ChangeEvent> Decide(Change change) => change switch
    {
        { State: ChangeState.Implemented, Retrospective: RetrospectiveApproval.Pending } =>
            NotYet("its approvers have not answered yet"),
        { State: ChangeState.Implemented, Retrospective: RetrospectiveApproval.Rejected } =>
            NotYet("it was rejected afterwards, and no review says what follows from that"),
        _ => change.Move(ChangeState.Closed, new ChangeClosed(), ChangeState.Implemented),
    };

    private static Problem NotYet(string why) =>
        new(ProblemCode.InvalidTransition, $"The change is implemented; it cannot become closed: {why}.");
}

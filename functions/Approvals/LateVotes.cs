using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>Keeps on record that somebody voted too late; the vote counts for nothing.</summary>
public sealed class LateVotes(EventLog log)
{
    /// <summary>Once for each approver, however often it is tried; nothing for any other refusal.</summary>
    public async Task Record(
        CommandContext refused, RecordId approval, CastVote vote, Problem refusal, CancellationToken cancel)
    {
        if (refusal.Code != ProblemCode.NoLongerPending) return;
        var id = CommandId.FromCause("late", approval.Value, vote.Approver.Value);
        var command = new CommandContext(refused.Tenant, Actor.Person(vote.Approver), id, "", refused.At)
        {
            MayRepeat = true,
        };
        await log.Execute<Approval, ApprovalEvent>(
            command, approval, state => CastVote.Late(state!, vote), cancel);
    }
}

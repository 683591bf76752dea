using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Those who have not voted are told again. A command of the product itself.</summary>
public static class RemindApprovers
{
    /// <summary>If that question is open and a reminder is due. After a downtime one reminder stands for all that
    /// were missed.</summary>
    public static Decision<ApprovalEvent> Decide(Approval approval, int number, Instant now)
    {
        var isDue = approval.Open is { } open && open.Number == number && approval.RemindAt(open) <= now;
        return isDue ? Reminder(approval, approval.Open!) : Decision<ApprovalEvent>.Nothing;
    }

    private static ApprovalReminded Reminder(Approval approval, Question open) => new(
        approval.Subject, approval.Requester, approval.Generation, approval.ContentHash, open.Number, open.Stage,
        approval.StageOf(open).Name, [.. open.Pending], open.DueAt, approval.TakesMail);
}

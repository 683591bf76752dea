using System.Collections.Immutable;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>The next question is put. A command of the product itself.</summary>
public static class AskApprovers
{
    /// <summary>The question, once; with fewer people than the quorum needs it is a no at once, and says
    /// so.</summary>
    /// <param name="number">The number of the question; one that was put already is not put again.</param>
    /// <param name="found">Whom the policy names, groups resolved; doubles and the requester are left out
    /// here.</param>
    public static Decision<ApprovalEvent> Decide(
        Approval approval, int number, int stage, bool escalated, IEnumerable<Approver> found, Instant now)
    {
        if (approval.State != ApprovalState.Pending || approval.Questions.Count >= number)
            return Decision<ApprovalEvent>.Nothing;
        var rule = approval.Stages[stage];
        var asked = new ApprovalAsked(
            approval.Subject, approval.Requester, approval.Generation, approval.ContentHash, number, stage,
            rule.Name, escalated,
            Eligible(found, approval.Requester), now + rule.Timeout);
        if (approval.Decided(asked.At(now)) is null) return asked;
        var ended = approval.Conclude(ApprovalOutcome.Rejected, ConcludedBecause.TooFewApprovers);
        return ImmutableArray.Create<ApprovalEvent>(asked, ended);
    }

    /// <summary>One person, one ballot, in the order of the policy; whoever asks is not asked, nor as somebody's
    /// delegate.</summary>
    internal static ImmutableArray<Approver> Eligible(IEnumerable<Approver> found, EmailAddress? requester) =>
        [.. found.Where(approver => approver.Person != requester).DistinctBy(approver => approver.Person)];
}

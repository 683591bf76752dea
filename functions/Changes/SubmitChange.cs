using System.Collections.Immutable;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>What submitting needs to know beyond the change itself.</summary>
/// <param name="Submitter">The person behind the credential; null for a machine.</param>
/// <param name="Policies">All policies of the tenant, each in its current version.</param>
public sealed record Submission(EmailAddress? Submitter, IReadOnlyList<ApprovalPolicy> Policies);

/// <summary>The draft is put to the approvers.</summary>
public static class SubmitChange
{
    /// <summary>From draft. The policy is chosen now, so that a later version of it changes no open
    /// question.</summary>
    /// <remarks>A standard change that no policy matches was authorised beforehand and is approved at once; any
    /// other without a
    /// policy is refused, for nobody could ever approve it.</remarks>
    public static Decision<ChangeEvent> Decide(Change change, Submission ask)
    {
        if (change.State != ChangeState.Draft) return change.CannotBecome(ChangeState.AwaitingApproval);
        var policy = ApprovalPolicy.Choose(ask.Policies, FactsOf(change.Content));
        if (policy is null && change.Content.Type != ChangeType.Standard) return NobodyToAsk(change);
        var submitted = new ChangeSubmitted(
            change.Generation + 1, change.ContentHash, policy is null ? null : new(policy.Key, policy.Version),
            ask.Submitter ?? change.Requester);
        var beforehand = new ChangeApproved(null, submitted.Generation, change.ContentHash);
        return policy is null ? ImmutableArray.Create<ChangeEvent>(submitted, beforehand) : submitted;
    }

    private static PolicyFacts FactsOf(ChangeContent content) =>
        new(Words<ChangeType>.Of(content.Type), Words<RiskLevel>.Of(content.Risk.Level), content.Service);

    private static Problem NobodyToAsk(Change change) => new(ProblemCode.NoPolicy,
        $"No approval policy matches a {Words<ChangeType>.Of(change.Content.Type)} change of " +
        $"{Words<RiskLevel>.Of(change.Content.Risk.Level)} risk; put one at /v1/approval-policies first.");
}

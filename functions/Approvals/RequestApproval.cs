using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>A submitted change becomes an approval. A command of the product itself.</summary>
public static class RequestApproval
{
    /// <summary>Once for each generation of a change; again it is so already.</summary>
    /// <param name="policy">The policy at the version that the submission names.</param>
    public static Decision<ApprovalEvent> Decide(
        Approval? existing, Change change, ChangeSubmitted submitted, ApprovalPolicy policy) => existing is not null
        ? Decision<ApprovalEvent>.Nothing
        : new ApprovalRequested(
            new(change.Id, change.Number, change.Content.Title), submitted.Requester, submitted.Generation,
            submitted.ContentHash, policy.Key, policy.Version, policy.Stages, Facts(change, policy));

    private static ApprovalFacts Facts(Change change, ApprovalPolicy policy)
    {
        var (content, isHigh) = (change.Content, change.Content.Risk.Level == RiskLevel.High);
        return new(
            Words<ChangeType>.Of(content.Type), content.Service, policy.ExcludeImplementer ? content.Owner : null,
            policy.MailBallots && !isHigh, policy.OneTimeCode == OneTimeCodeFor.HighRisk && isHigh, change.Authors);
    }
}

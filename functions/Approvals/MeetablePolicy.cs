using ItsmServerless.Changes;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Looks whether a policy could ever be met, before anybody is asked.</summary>
public sealed class MeetablePolicy(ApproverFinder finder)
{
    /// <summary>The refusal <c>policy_unmeetable</c>, with each stage that can never say yes and who is left out of
    /// it; null when every stage can.</summary>
    /// <remarks>Absences are no reason: they end. A point read for each person and group that the policy
    /// names.</remarks>
    public async Task<Problem?> Check(
        TenantId tenant, ApprovalPolicy policy, EmailAddress? requester, IReadOnlyList<EmailAddress> authors,
        ChangeContent content, Instant now, CancellationToken cancel)
    {
        var errors = new List<FieldError>();
        var implementer = policy.ExcludeImplementer ? content.Owner : null;
        foreach (var (index, stage) in policy.Stages.Index())
        {
            var roster = await finder.Find(tenant, stage.Approvers, requester, content.Service, cancel);
            var voters = Electorate.Of(roster, requester, authors, implementer, now);
            if (Unmeetable(stage, voters) is { } why) errors.Add(new($"/stages/{index}", "unmeetable", why));
        }
        return errors.Count == 0 ? null : Refusal(policy, errors);
    }

    /// <summary>Why a stage can never say yes; null when it can. Pure.</summary>
    public static string? Unmeetable(PolicyStage stage, Electorate voters)
    {
        Ballot[] ballots = [.. voters.Everybody.Select(approver => new Ballot(approver))];
        if (!stage.Quorum.IsOutOfReach(ballots)) return null;
        var leftOut = voters.LeftOut.Select(one => $"{one.Who} ({Words<LeftOutBecause>.Of(one.Because)})");
        return $"Stage {stage.Name} can never be met: {ballots.Length} can be asked, the quorum is " +
            $"{Text(stage.Quorum)}; left out: {string.Join(", ", leftOut.DefaultIfEmpty("nobody"))}.";
    }

    private static string Text(Quorum quorum)
    {
        var kind = Words<QuorumKind>.Of(quorum.Kind);
        return quorum switch
        {
            { Of: { } groups } => $"{kind}: {string.Join(", ", groups.Select(one => $"{one.Value} of {one.Key}"))}",
            { Value: { } value } => $"{kind} {value}",
            _ => kind,
        };
    }

    private static Problem Refusal(ApprovalPolicy policy, List<FieldError> errors) =>
        new(ProblemCode.PolicyUnmeetable, $"Policy {policy.Key} can never be met. {errors[0].Detail}")
        {
            Errors = [.. errors],
        };
}

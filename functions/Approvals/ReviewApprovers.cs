using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>People or groups changed while a question is open. A command of the product itself.</summary>
public static class ReviewApprovers
{
    /// <summary>Whoever works here no more, or left the group they were asked for, loses the ballot; a vote that was
    /// cast stands. A question that those who are left cannot answer is passed on.</summary>
    /// <remarks>The bar never sinks: whoever is lost still counts towards the quorum, so that taking somebody out of a
    /// group approves nothing. Whoever went away keeps the ballot, unless the rest cannot do without.</remarks>
    /// <param name="number">The question; another one than the open is not looked at.</param>
    /// <param name="roster">Whom the policy names now.</param>
    public static Decision<ApprovalEvent> Decide(Approval approval, int number, Roster roster, Instant now)
    {
        if (approval.Open is not { } open || open.Number != number) return Decision<ApprovalEvent>.Nothing;
        var lost = Lost(open, approver => Gone(approver, roster));
        var away = Lost(open.Without(lost), approver => Away(approver, roster, open.DueAt, now));
        LeftOut[] everybody = [.. lost, .. away];
        if (IsOutOfReach(approval, open.Without(everybody)))
            return ImmutableArray.Create<ApprovalEvent>(
                [.. Told(open, everybody), .. AskApprovers.PassOn(approval, open)]);
        return Told(open, lost).ToImmutableArray();
    }

    /// <summary>Whether the question, as it stands, can never be answered.</summary>
    internal static bool IsOutOfReach(Approval approval, Question question) =>
        approval.Decided(question) is null && approval.QuorumOf(question).IsOutOfReach(question.Ballots);

    private static ApprovalEvent[] Told(Question open, LeftOut[] lost) =>
        lost.Length > 0 ? [new ApproversLost(open.Number, lost)] : [];

    private static LeftOut[] Lost(Question question, Func<Approver, LeftOutBecause?> why) =>
    [
        .. from approver in question.Pending
           let because = why(approver)
           where because is not null
           select new LeftOut(approver.Person.Value, because.Value),
    ];

    private static LeftOutBecause? Gone(Approver approver, Roster roster)
    {
        var principal = approver.OnBehalfOf ?? approver.Person;
        if (!roster.IsActive(approver.Person) || !roster.IsActive(principal)) return LeftOutBecause.Inactive;
        return approver.Groups is not null && !roster.Names(principal) ? LeftOutBecause.LeftGroup : null;
    }

    private static LeftOutBecause? Away(Approver approver, Roster roster, Instant? due, Instant now) =>
        roster.Of(approver.Person)?.AbsentAt(now) is { } away && away.Until >= due ? LeftOutBecause.Absent : null;
}

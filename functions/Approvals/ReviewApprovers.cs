using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>People or groups changed while a question is open. A command of the product itself.</summary>
public static class ReviewApprovers
{
    /// <summary>Whoever works here no more, or left the group they were asked for, loses the ballot; a vote that was
    /// cast stands. In the place of somebody who became inactive the delegate is asked. A question that those who are
    /// left cannot answer is passed on.</summary>
    /// <remarks>The bar never sinks: whoever is lost still counts towards the quorum, or the delegate does, so that
    /// taking somebody out of a group approves nothing. Whoever went away keeps the ballot, unless the rest cannot do
    /// without. Nobody has two ballots in a question: who is or was asked in it is not asked again.</remarks>
    /// <param name="number">The question; another one than the open is not looked at.</param>
    /// <param name="roster">Whom the policy names now.</param>
    public static Decision<ApprovalEvent> Decide(Approval approval, int number, Roster roster, Instant now)
    {
        if (approval.Open is not { } open || open.Number != number) return Decision<ApprovalEvent>.Nothing;
        var lost = Lost(open, approver => Gone(approver, roster));
        var instead = InThePlaces(approval, open.Without(lost), roster, now);
        var rest = open.Without(lost).Delegated(instead);
        var away = Lost(rest, approver => Away(approver, roster, open.DueAt, now));
        if (IsOutOfReach(approval, rest.Without(away)))
            return ImmutableArray.Create<ApprovalEvent>(
                [.. Told(open, [.. lost, .. away]), .. AskApprovers.PassOn(approval, open)]);
        return ImmutableArray.Create<ApprovalEvent>([.. Told(open, lost), .. Asked(approval, open, instead)]);
    }

    /// <summary>Whether the question, as it stands, can never be answered.</summary>
    internal static bool IsOutOfReach(Approval approval, Question question) =>
        approval.Decided(question) is null && approval.QuorumOf(question).IsOutOfReach(question.Ballots);

    private static ApprovalEvent[] Told(Question open, LeftOut[] lost) =>
        lost.Length > 0 ? [new ApproversLost(open.Number, lost)] : [];

    private static ApprovalEvent[] Asked(Approval approval, Question open, Approver[] instead) => instead.Length == 0
        ? []
        :
        [
            new ApprovalDelegated(
                approval.Subject, approval.Requester, approval.Generation, approval.ContentHash, open.Number,
                open.Stage, approval.StageOf(open).Name, instead, open.DueAt, approval.TakesMail),
        ];

    /// <summary>Whom the policy would ask today in the place of those who became inactive: their delegates; the person
    /// again whose delegate became inactive.</summary>
    private static Approver[] InThePlaces(Approval approval, Question question, Roster roster, Instant now)
    {
        var vacant = question.Ballots.Where(ballot => ballot.IsVacant).Select(ballot => ballot.Approver.Principal)
            .ToHashSet();
        var voters = Electorate.Of(approval, roster, now);
        return
        [
            .. voters.Present.Where(
                approver => vacant.Contains(approver.Principal) && question.BallotOf(approver.Person) is null),
        ];
    }

    private static LeftOut[] Lost(Question question, Func<Approver, LeftOutBecause?> why) =>
    [
        .. from approver in question.Pending
           let because = why(approver)
           where because is not null
           select new LeftOut(approver.Person.Value, because.Value),
    ];

    /// <summary>The delegate of somebody who became inactive stays, also when a directory then takes that person out of
    /// the group.</summary>
    private static LeftOutBecause? Gone(Approver approver, Roster roster)
    {
        if (!roster.IsActive(approver.Person)) return LeftOutBecause.Inactive;
        var mayLeave = approver.Groups is not null && roster.IsActive(approver.Principal);
        return mayLeave && !roster.Names(approver.Principal) ? LeftOutBecause.LeftGroup : null;
    }

    private static LeftOutBecause? Away(Approver approver, Roster roster, Instant? due, Instant now) =>
        roster.Of(approver.Person)?.AbsentAt(now) is { } away && away.Until >= due ? LeftOutBecause.Absent : null;
}

using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>The next question is put. A command of the product itself.</summary>
public static class AskApprovers
{
    /// <summary>The question, once. When those who can be asked could never answer it, nobody is asked and it is
    /// passed on at once.</summary>
    /// <param name="ask">The question; one that was put already is not put again.</param>
    /// <param name="roster">Whom the policy names.</param>
    public static Decision<ApprovalEvent> Decide(Approval approval, NextStep.Ask ask, Roster roster, Instant now)
    {
        if (approval.State != ApprovalState.Pending || approval.Questions.Count >= ask.Number)
            return Decision<ApprovalEvent>.Nothing;
        var voters = Electorate.Of(approval, roster, now);
        var asked = Everybody(approval, ask, voters, now);
        if (IsOutOfReach(asked)) asked = WithThoseWhoComeBack(asked, voters);
        if (!IsOutOfReach(asked)) return asked;
        var nobody = asked with { Approvers = [] };
        return ImmutableArray.Create<ApprovalEvent>([nobody, .. PassOn(approval, nobody.At(now))]);

        bool IsOutOfReach(ApprovalAsked put) => put.At(now) is var question &&
            approval.QuorumOf(question).IsOutOfReach(question.Ballots);
    }

    /// <summary>What follows when a question can never be answered: others are asked, or it is a no.</summary>
    internal static ImmutableArray<ApprovalEvent> PassOn(Approval approval, Question question)
    {
        var to = approval.Next(question);
        var passed = new ApprovalPassedOn(question.Number, to);
        return to == PassedTo.Nobody
            ? [passed, approval.Conclude(ApprovalOutcome.Rejected, ConcludedBecause.TooFewApprovers)]
            : [passed];
    }

    private static ApprovalAsked Everybody(Approval approval, NextStep.Ask ask, Electorate voters, Instant now)
    {
        var rule = approval.Stages[ask.Stage];
        return new(
            approval.Subject, approval.Requester, approval.Generation, approval.ContentHash, ask.Number, ask.Stage,
            rule.Name, ask.Escalated, voters.Present, now + rule.Timeout, ask.ToAdmins,
            voters.Absent.IsEmpty ? null : [.. voters.Absent.Select(away => away.Approver)],
            voters.LeftOut.IsEmpty ? null : voters.LeftOut, approval.TakesMail);
    }

    /// <summary>Without the absent it cannot be answered: those who are back in time are asked like
    /// everybody.</summary>
    private static ApprovalAsked WithThoseWhoComeBack(ApprovalAsked asked, Electorate voters)
    {
        var backInTime = voters.Absent.ToLookup(away => away.Until < asked.DueAt, away => away.Approver);
        Approver[] gone = [.. backInTime[false]];
        return asked with
        {
            Approvers = [.. asked.Approvers, .. backInTime[true]],
            Absent = gone.Length > 0 ? gone : null,
        };
    }
}

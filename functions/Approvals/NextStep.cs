using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>What an approval needs next. A closed set.</summary>
public abstract record NextStep
{
    private NextStep()
    {
    }

    /// <summary>A question is to be put.</summary>
    /// <param name="To">As the policy names them.</param>
    public sealed record Ask(
        int Number, int Stage, bool Escalated, IReadOnlyList<StageApprover> To, bool ToAdmins = false) : NextStep;

    /// <summary>Those who have not voted are to be told again.</summary>
    public sealed record Remind(int Question) : NextStep;

    /// <summary>The timeout is to act.</summary>
    public sealed record TimeOut(int Question) : NextStep;

    /// <summary>Nothing until then, unless somebody votes.</summary>
    public sealed record Wait(Instant Until) : NextStep;

    /// <summary>Nothing any more.</summary>
    public sealed record Done : NextStep;

    /// <summary>The step. Pure: workflow and sweeper both go by it, so either alone is enough.</summary>
    public static NextStep Of(Approval approval, Instant now)
    {
        if (approval.State != ApprovalState.Pending) return new Done();
        if (approval.Open is not { } open) return NextQuestion(approval);
        if (open.DueAt <= now) return new TimeOut(open.Number);
        var remindAt = approval.RemindAt(open);
        if (remindAt <= now) return new Remind(open.Number);
        return new Wait(remindAt is { } sooner && sooner < open.DueAt!.Value ? sooner : open.DueAt!.Value);
    }

    /// <summary>Whom the open question was put to, as the policy names them.</summary>
    public static IReadOnlyList<StageApprover> AskedOf(Approval approval, Question open)
    {
        if (open.ToAdmins) return ApproverText.Admins;
        return open.Escalated ? approval.StageOf(open).EscalateTo : approval.StageOf(open).Approvers;
    }

    /// <summary>A question that was passed on is put to others; otherwise the next stage asks.</summary>
    private static Ask NextQuestion(Approval approval)
    {
        var number = approval.Questions.Count + 1;
        if (approval.Questions.Count == 0) return new(number, 0, false, approval.Stages[0].Approvers);
        var last = approval.Questions[^1];
        if (last.State != StageState.Void)
            return new(number, last.Stage + 1, false, approval.Stages[last.Stage + 1].Approvers);
        return approval.Next(last) == PassedTo.EscalateTo
            ? new(number, last.Stage, true, approval.StageOf(last).EscalateTo)
            : new(number, last.Stage, true, ApproverText.Admins, ToAdmins: true);
    }
}

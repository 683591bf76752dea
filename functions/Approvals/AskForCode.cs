using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Somebody who decides by a link is mailed the code that the decision needs.</summary>
/// <param name="Vote">The decision; it counts only with the code.</param>
/// <param name="Key">What the code is derived from, with <paramref name="Seed"/>, which nobody can guess.</param>
/// <param name="Another">Whether the person asks for another than the one that was mailed.</param>
public sealed record AskForCode(CastVote Vote, string Key, string Seed, bool Another)
{
    /// <summary>One that can still be entered is not replaced unless asked for, and not in its first minute; so the
    /// form may be sent twice, from two tabs, and after going back.</summary>
    /// <returns>Or <c>code_limit</c> at <c>/code</c>; or what <see cref="CastVote.Refused"/> says.</returns>
    public static Decision<ApprovalEvent> Decide(Approval approval, AskForCode ask, Instant now)
    {
        if (ask.Vote.Refused(approval) is { } refusal) return refusal;
        var (ballot, decision) = (ask.Vote.BallotIn(approval)!, ask.Vote.Decision);
        var isEnough = ballot.CodeOf(decision) is { } code && code.IsGood(now) && (!ask.Another || code.IsFresh(now));
        if (isEnough) return Decision<ApprovalEvent>.Nothing;
        return ballot.CodesSent >= OneTimeCode.MostSent
            ? Problem.Validation(new FieldError(
                EnterCode.Pointer, "code_limit", $"{OneTimeCode.MostSent} codes were mailed; there are no more."))
            : new ApprovalCodeAsked(
                approval.Subject, approval.Open!.Number, ask.Vote.Approver, decision, ask.Key, ask.Seed,
                now + OneTimeCode.Life);
    }
}

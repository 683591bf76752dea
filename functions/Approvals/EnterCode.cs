using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>A decision by a link that needs a code, with what was entered.</summary>
/// <param name="Code">As typed; blanks between digits do not matter.</param>
public sealed record EnterCode(CastVote Vote, string? Code)
{
    /// <summary>The field of the form.</summary>
    public const string Pointer = "/code";

    private const int Length = 6;

    private string? Digits =>
        string.Concat((Code ?? "").Where(c => !char.IsWhiteSpace(c))) is { Length: Length } digits &&
        digits.All(char.IsAsciiDigit)
            ? digits
            : null;

    /// <summary>The right code casts the vote, in the same transaction that makes it worthless; a wrong one is
    /// counted, and casts nothing. What is no code at all is not counted.</summary>
    /// <param name="fits">Compares with a code that was mailed.</param>
    /// <returns>Or <c>code_missing</c>, <c>code_expired</c>, <c>code_used_up</c> at <c>/code</c>; or what
    /// <see cref="CastVote"/> refuses.</returns>
    public static Decision<ApprovalEvent> Decide(
        Approval approval, EnterCode entered, Func<OneTimeCode, string, bool> fits, Instant now)
    {
        var vote = entered.Vote;
        if (vote.Refused(approval) is { } refusal) return refusal;
        if (!approval.AsksCode) return CastVote.Decide(approval, vote);
        if (entered.Digits is not { } digits) return No("code_missing", "A code has six digits.");
        if (vote.BallotIn(approval)!.CodeOf(vote.Decision) is not { } code || now >= code.Until)
            return No("code_expired", "The code is too old, or for another decision.");
        if (code.Left == 0) return No("code_used_up", $"Other codes were entered {OneTimeCode.MostFailed} times.");
        return fits(code, digits)
            ? CastVote.Decide(approval, vote)
            : new ApprovalCodeFailed(approval.Open!.Number, vote.Approver, vote.Decision);
    }

    /// <summary>The refusal that follows from a wrong code that was counted; null when the vote was cast.</summary>
    public static Problem? Failed(Approval after, CastVote vote)
    {
        if (vote.BallotIn(after) is not { State: BallotState.Pending } ballot) return null;
        return ballot.CodeOf(vote.Decision) is { Left: > 0 } code
            ? No("wrong_code", $"It is another code; {code.Left} tries are left.")
            : No("code_used_up", $"Other codes were entered {OneTimeCode.MostFailed} times.");
    }

    /// <summary>Whether a refusal is about the code, so that it can be entered again.</summary>
    public static bool IsAbout(Problem? refusal) => refusal?.Errors.Any(error => error.Pointer == Pointer) == true;

    private static Problem No(string code, string why) => Problem.Validation(new FieldError(Pointer, code, why));
}

using System.Text.Json.Serialization;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>A code of six digits that one decision on one ballot needs, without the digits.</summary>
/// <param name="Key">The signing key, and <paramref name="Seed"/> what it is derived from.</param>
/// <param name="Failed">How often another was entered.</param>
public sealed record OneTimeCode(VoteDecision Decision, string Key, string Seed, Instant Until, int Failed = 0)
{
    /// <summary>How many wrong ones make it worthless.</summary>
    public const int MostFailed = 5;

    /// <summary>How many are mailed for one ballot. With five tries each, guessing succeeds once in 40,000
    /// ballots.</summary>
    public const int MostSent = 5;

    /// <summary>How long it is good.</summary>
    public static readonly Duration Life = Duration.FromMinutes(10);

    /// <summary>How soon another may be asked for.</summary>
    public static readonly Duration Pause = Duration.FromMinutes(1);

    /// <summary>How often one may still be entered.</summary>
    [JsonIgnore]
    public int Left => Math.Max(0, MostFailed - Failed);

    /// <summary>Whether entering it can still count.</summary>
    public bool IsGood(Instant now) => now < Until && Left > 0;

    /// <summary>Whether it was mailed a moment ago.</summary>
    public bool IsFresh(Instant now) => now < Until - Life + Pause;

    /// <summary>The code that an event tells of.</summary>
    internal static OneTimeCode Of(ApprovalCodeAsked e) => new(e.Decision, e.Key, e.Seed, e.Until);
}

using System.Text.Json.Serialization;

namespace ItsmServerless.Approvals;

/// <summary>How many have to say yes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<QuorumKind>))]
public enum QuorumKind
{
    /// <summary>Everybody who is asked.</summary>
    [JsonStringEnumMemberName("all")] All,
    /// <summary>One.</summary>
    [JsonStringEnumMemberName("any")] Any,
    /// <summary>That many.</summary>
    [JsonStringEnumMemberName("count")] Count,
    /// <summary>That share of those who are asked, rounded up.</summary>
    [JsonStringEnumMemberName("percent")] Percent,
    /// <summary>So many that their weights add up to the value.</summary>
    [JsonStringEnumMemberName("weight")] Weight,
    /// <summary>That many of each group.</summary>
    [JsonStringEnumMemberName("groups")] Groups,
}

/// <summary>When a no ends it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RejectOn>))]
public enum RejectOn
{
    /// <summary>At once.</summary>
    [JsonStringEnumMemberName("any")] Any,
    /// <summary>As soon as the quorum cannot be reached any more.</summary>
    [JsonStringEnumMemberName("impossible")] Impossible,
}

/// <summary>A quorum of a stage.</summary>
/// <param name="Value">The number (1 or more), the percentage (1 to 100) or the weight; null for the others.</param>
/// <param name="Of">How many of each <c>group:key</c>; null but for groups.</param>
public sealed record Quorum(QuorumKind Kind, int? Value = null, IReadOnlyDictionary<string, int>? Of = null)
{
    /// <summary>Whom a question is passed on to decides alone.</summary>
    public static Quorum AnyOne { get; } = new(QuorumKind.Any);

    /// <summary>What the votes so far decide; null for nothing yet. Pure: the order of the votes does not matter to
    /// it.</summary>
    /// <remarks>Yes is looked at first: a quorum that is reached stands, whoever else said no. A no ends it when
    /// those who said no make the quorum impossible, or at once with <see cref="RejectOn.Any"/>. It never weighs
    /// more because somebody is away: lost ballots count here as if they could still say yes.</remarks>
    public ApprovalOutcome? Decides(IReadOnlyCollection<Ballot> ballots, RejectOn rejectOn)
    {
        if (IsReached(ballots, ballot => ballot.State == BallotState.Approved)) return ApprovalOutcome.Approved;
        if (ballots.All(ballot => ballot.State != BallotState.Rejected)) return null;
        var isHopeless = !IsReached(ballots, ballot => ballot.State != BallotState.Rejected);
        return isHopeless || rejectOn == RejectOn.Any ? ApprovalOutcome.Rejected : null;
    }

    /// <summary>Whether those who can still vote could all say yes and it would not be enough.</summary>
    public bool IsOutOfReach(IReadOnlyCollection<Ballot> ballots) =>
        !IsReached(ballots, ballot => ballot.State is BallotState.Approved or BallotState.Pending);

    /// <summary>Whether it is reached when these say yes. Nobody at all is never enough; a ballot that was delegated
    /// is counted once, with the delegate.</summary>
    private bool IsReached(IReadOnlyCollection<Ballot> ballots, Func<Ballot, bool> yes) =>
        IsReachedBy([.. ballots.Where(ballot => ballot.DelegatedTo is null)], yes);

    private bool IsReachedBy(IReadOnlyCollection<Ballot> ballots, Func<Ballot, bool> yes) => Kind switch
    {
        QuorumKind.Weight => ballots.Where(yes).Sum(ballot => ballot.Approver.Weight ?? 1) >= Value,
        QuorumKind.Groups => Of!.All(
            group => ballots.Count(ballot => yes(ballot) && IsOf(ballot, group.Key)) >= group.Value),
        _ => ballots.Count(yes) >= Needed(ballots.Count),
    };

    /// <summary>How many of <paramref name="asked"/> have to say yes: at least one, and perhaps more than there
    /// are.</summary>
    private int Needed(int asked) => Kind switch
    {
        QuorumKind.All => Math.Max(asked, 1),
        QuorumKind.Any => 1,
        QuorumKind.Count => Value!.Value,
        _ => Math.Max(((asked * Value!.Value) + 99) / 100, 1),
    };

    private static bool IsOf(Ballot ballot, string group) => ballot.Approver.Groups?.Contains(group) == true;
}

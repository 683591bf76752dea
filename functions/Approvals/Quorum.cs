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
/// <param name="Value">The number (1 or more) or the percentage (1 to 100); null for all and any.</param>
public sealed record Quorum(QuorumKind Kind, int? Value = null)
{
    /// <summary>Whom an escalation reaches decides alone.</summary>
    public static Quorum AnyOne { get; } = new(QuorumKind.Any);

    /// <summary>How many of <paramref name="asked"/> have to say yes: at least one, and perhaps more than there
    /// are.</summary>
    public int Needed(int asked) => Kind switch
    {
        QuorumKind.All => Math.Max(asked, 1),
        QuorumKind.Any => 1,
        QuorumKind.Count => Value!.Value,
        _ => Math.Max((asked * Value!.Value + 99) / 100, 1),
    };

    /// <summary>What the votes so far decide; null for nothing yet. Pure: the order of the votes does not matter to
    /// it.</summary>
    /// <remarks>Yes is looked at first: a quorum that is reached stands, whoever else said no. With
    /// <see cref="RejectOn.Any"/> the first
    /// no has ended it before that could happen.</remarks>
    public ApprovalOutcome? Decides(int asked, int yes, int no, RejectOn rejectOn)
    {
        if (yes >= Needed(asked)) return ApprovalOutcome.Approved;
        if (no > 0 && rejectOn == RejectOn.Any) return ApprovalOutcome.Rejected;
        return asked - no < Needed(asked) ? ApprovalOutcome.Rejected : null;
    }
}

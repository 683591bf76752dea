using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Who is asked about which changes, in which order, and what silence means. Every put is a new
/// version.</summary>
/// <param name="Retrospective">True: an emergency may be begun before they have answered.</param>
/// <param name="ExcludeImplementer">Whether the owner of a change is left out like its requester.</param>
/// <param name="MailBallots">Whether approvers may answer the mail that asks them, unless the risk is high.</param>
/// <param name="OneTimeCode">When whoever decides by a link has to enter a code; null for never.</param>
public sealed record ApprovalPolicy(
    string Key, int Version, PolicyMatch Match, IReadOnlyList<PolicyStage> Stages, bool? Retrospective = null,
    bool ExcludeImplementer = false, bool MailBallots = false, OneTimeCodeFor? OneTimeCode = null)
    : IRecord<ApprovalPolicy, ApprovalPolicyEvent>
{
    /// <summary>The prefix of policies' ids.</summary>
    public const string Prefix = "pol";

    /// <summary>The partition of policies among the tenant's settings.</summary>
    public const string Kind = "approval-policy";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <summary>The record of a key.</summary>
    public static RecordId IdOf(string key) => RecordId.Named(Prefix, key);

    /// <inheritdoc/>
    public static ApprovalPolicy Apply(ApprovalPolicy? state, Recorded<ApprovalPolicyEvent> recorded) =>
        recorded.Event is ApprovalPolicyPut e
            ? new(
                e.Key, recorded.Sequence, e.Match, e.Stages, e.Retrospective, e.ExcludeImplementer, e.MailBallots,
                e.OneTimeCode)
            : throw new InvalidDataException($"{recorded.Record} holds {recorded.Event.GetType().Name}.");

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(ApprovalPolicy state) =>
        [new(TableNames.Settings, Kind, state.Key, SettingsRow.Of(state))];

    /// <summary>The policy for a change: of those that match, the one that says most about what it matches; then
    /// the first by key.</summary>
    /// <returns>Null when none matches.</returns>
    public static ApprovalPolicy? Choose(IEnumerable<ApprovalPolicy> policies, PolicyFacts facts) => policies
        .Where(policy => policy.Match.Fits(facts))
        .OrderByDescending(policy => policy.Match.Precision).ThenBy(policy => policy.Key, StringComparer.Ordinal)
        .FirstOrDefault();
}

/// <summary>What a policy looks at.</summary>
public sealed record PolicyFacts(string Type, string RiskLevel, string? Service);

/// <summary>Which changes a policy is for; an empty list matches every one.</summary>
public sealed record PolicyMatch(
    IReadOnlyList<string> Type, IReadOnlyList<string> RiskLevel, IReadOnlyList<string> Service)
{
    /// <summary>How many of the three it narrows.</summary>
    [JsonIgnore]
    public int Precision => new[] { Type, RiskLevel, Service }.Count(words => words.Count > 0);

    /// <summary>Whether a change with these facts is one of them. Services are compared without case.</summary>
    public bool Fits(PolicyFacts facts) =>
        Holds(Type, facts.Type) && Holds(RiskLevel, facts.RiskLevel) && Holds(Service, facts.Service);

    private static bool Holds(IReadOnlyList<string> words, string? fact) =>
        words.Count == 0 || (fact is not null && words.Contains(fact, StringComparer.OrdinalIgnoreCase));
}

/// <summary>What a timeout does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OnTimeout>))]
public enum OnTimeout
{
    /// <summary>Silence is a no.</summary>
    [JsonStringEnumMemberName("reject")] Reject,
    /// <summary>Silence is a yes.</summary>
    [JsonStringEnumMemberName("approve")] Approve,
    /// <summary>Others are asked instead; when they are silent too, it is a no.</summary>
    [JsonStringEnumMemberName("escalate")] Escalate,
}

/// <summary>One step of a policy; the next begins when it said yes.</summary>
/// <param name="Approvers">Addresses, <c>group:key</c> for the members of a group, <c>manager</c>,
/// <c>service-owner</c>.</param>
/// <param name="Timeout">From the question on; a whole day is 24 hours.</param>
/// <param name="EscalateTo">As <paramref name="Approvers"/>: who decides when the timeout escalates, or when too few of
/// the approvers are left.</param>
/// <param name="RemindEvery">From the question on, to those who have not voted; null for no reminders.</param>
public sealed record PolicyStage(
    string Name, IReadOnlyList<StageApprover> Approvers, Quorum Quorum, RejectOn RejectOn, Duration Timeout,
    OnTimeout OnTimeout, IReadOnlyList<StageApprover> EscalateTo, Duration? RemindEvery);

/// <summary>What can happen to a policy.</summary>
public abstract record ApprovalPolicyEvent;

/// <summary>It was put, as a whole.</summary>
[EventType("approval-policy.put")]
public sealed record ApprovalPolicyPut(
    string Key, PolicyMatch Match, IReadOnlyList<PolicyStage> Stages, bool? Retrospective = null,
    bool ExcludeImplementer = false, bool MailBallots = false,
    OneTimeCodeFor? OneTimeCode = null) : ApprovalPolicyEvent;

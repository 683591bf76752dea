using System.Text.Json;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>A policy as a whole; what was put under the key before is replaced, and stays readable by its
/// version.</summary>
/// <param name="Match">Which changes it is for; none for all.</param>
/// <param name="Retrospective">True: an emergency may be begun before the approvers have answered.</param>
public sealed record PutApprovalPolicy(
    IReadOnlyList<PutStage>? Stages, PutMatch? Match = null, bool? Retrospective = null) : IBody<PutApprovalPolicy>
{
    private const int MostStages = 10;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutApprovalPolicy body) =>
    [
        .. Check.Present("/stages", body.Stages),
        .. Check.Count("/stages", body.Stages, 1, MostStages),
        .. Check.Each("/stages", body.Stages, PutStage.Validate),
        .. body.Match?.Validate() ?? [],
    ];

    /// <summary>Always possible; the same again changes nothing.</summary>
    public static Decision<ApprovalPolicyEvent> Decide(ApprovalPolicy? current, string key, PutApprovalPolicy body)
    {
        var put = new ApprovalPolicyPut(key, body.Match?.Parsed ?? new([], [], []),
        [.. body.Stages!.Select(stage => stage.Parsed)], body.Retrospective);
        return current is not null && current.Retrospective == put.Retrospective &&
            PolicyText(current.Match, current.Stages) == PolicyText(put.Match, put.Stages)
            ? Decision<ApprovalPolicyEvent>.Nothing
            : put;
    }

    private static string PolicyText(PolicyMatch match, IReadOnlyList<PolicyStage> stages) =>
        JsonSerializer.Serialize(new { match, stages }, Json.Stored);
}

/// <summary>Which changes a policy is for.</summary>
public sealed record PutMatch(
    IReadOnlyList<string>? Type = null, IReadOnlyList<string>? RiskLevel = null, IReadOnlyList<string>? Service = null)
{
    internal PolicyMatch Parsed => new(Type ?? [], RiskLevel ?? [], Service ?? []);

    internal IEnumerable<FieldError> Validate() =>
    [
        .. Words("/match/type", Type, Words<ChangeType>.All),
        .. Words("/match/riskLevel", RiskLevel, Words<RiskLevel>.All),
        .. Check.Count("/match/service", Service, 0, 50),
        .. Check.Each("/match/service", Service, (item, value) => Check.Text(item, value, 1, 100)),
    ];

    private static IEnumerable<FieldError> Words(string pointer, IReadOnlyList<string>? words,
    IReadOnlyList<string> allowed) =>
        Check.Each(pointer, words,
        (item, word) => [.. Check.Present(item, word), .. Check.OneOf(item, word, [.. allowed])]);
}

/// <summary>One step of the policy.</summary>
/// <param name="Approvers">Addresses, and <c>group:key</c> for the members of a group as they are when the stage
/// begins.</param>
/// <param name="RejectOn">A word of <see cref="Approvals.RejectOn"/>; <c>impossible</c> when not given.</param>
/// <param name="Timeout">An hour to 90 days; how long approvers have.</param>
/// <param name="OnTimeout">A word of <see cref="Approvals.OnTimeout"/>; <c>reject</c> when not given.</param>
/// <param name="EscalateTo">As <paramref name="Approvers"/>; required with <c>escalate</c>, refused without.</param>
/// <param name="RemindEvery">At least a minute.</param>
public sealed record PutStage(
    string? Name, IReadOnlyList<string>? Approvers, PutQuorum? Quorum, Duration? Timeout, string? RejectOn = null,
    string? OnTimeout = null, IReadOnlyList<string>? EscalateTo = null, Duration? RemindEvery = null)
{
    private const int MostApprovers = 50;
    private static readonly Duration Shortest = Duration.FromMinutes(1);
    private static readonly Duration Longest = Duration.FromDays(90);

    internal PolicyStage Parsed => new(
        Name!, Approvers!, Quorum!.Parsed, Words<RejectOn>.Parse(RejectOn) ?? Approvals.RejectOn.Impossible,
        Timeout!.Value,
        Words<OnTimeout>.Parse(OnTimeout) ?? Approvals.OnTimeout.Reject, EscalateTo ?? [], RemindEvery);

    internal static IEnumerable<FieldError> Validate(string pointer, PutStage stage) => stage is null
        ? Check.Present(pointer, stage)
        :
        [
            .. Check.Text($"{pointer}/name", stage.Name, 1, 100),
            .. Check.Present($"{pointer}/approvers", stage.Approvers),
            .. People($"{pointer}/approvers", stage.Approvers, least: 1),
            .. Check.Present($"{pointer}/quorum", stage.Quorum),
            .. stage.Quorum?.Validate($"{pointer}/quorum") ?? [],
            .. Check.OneOf($"{pointer}/rejectOn", stage.RejectOn, Words<RejectOn>.All),
            .. Check.Present($"{pointer}/timeout", stage.Timeout),
            .. Within($"{pointer}/timeout", stage.Timeout),
            .. Check.OneOf($"{pointer}/onTimeout", stage.OnTimeout, Words<OnTimeout>.All),
            .. Escalation($"{pointer}/escalateTo", stage),
            .. Within($"{pointer}/remindEvery", stage.RemindEvery),
        ];

    private static IEnumerable<FieldError> Escalation(string pointer, PutStage stage) =>
        stage.OnTimeout == Words<OnTimeout>.Of(Approvals.OnTimeout.Escalate)
            ? [.. Check.Present(pointer, stage.EscalateTo), .. People(pointer, stage.EscalateTo, least: 1)]
            : Check.That(stage.EscalateTo is null or [], pointer, "not_allowed",
            $"{pointer} is for onTimeout escalate only.");

    private static IEnumerable<FieldError> People(string pointer, IReadOnlyList<string>? people, int least) =>
        [.. Check.Count(pointer, people, least, MostApprovers), .. Check.Each(pointer, people, Person)];

    private static IEnumerable<FieldError> Person(string pointer, string value) => Check.That(
        EmailAddress.IsValid(value) || ApproverText.GroupOf(value) is { } key && !Check.Key(pointer, key).Any(),
        pointer, "approver", $"{pointer} is neither a mail address nor group:key.");

    private static IEnumerable<FieldError> Within(string pointer, Duration? value) => Check.That(
        value is null || (value >= Shortest && value <= Longest), pointer, "range",
        $"{pointer} is not from PT1M to P90D.");
}

/// <summary>How many have to say yes.</summary>
/// <param name="Kind">A word of <see cref="QuorumKind"/>.</param>
/// <param name="Value">For <c>count</c> 1 to 50, for <c>percent</c> 1 to 100; not for the others.</param>
public sealed record PutQuorum(string? Kind, int? Value = null)
{
    internal Quorum Parsed => new(Words<QuorumKind>.Parse(Kind)!.Value, Value);

    internal IEnumerable<FieldError> Validate(string pointer) =>
    [
        .. Check.Present($"{pointer}/kind", Kind),
        .. Check.OneOf($"{pointer}/kind", Kind, Words<QuorumKind>.All),
        .. Kind switch
        {
            "count" => InRange($"{pointer}/value", 50),
            "percent" => InRange($"{pointer}/value", 100),
            _ => Check.That(Value is null, $"{pointer}/value", "not_allowed",
            $"{pointer}/value is for count and percent only."),
        },
    ];

    private IEnumerable<FieldError> InRange(string pointer, int most) =>
        Check.That(Value >= 1 && Value <= most, pointer, "range", $"{pointer} is not a number from 1 to {most}.");
}

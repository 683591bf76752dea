using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>One step of the policy.</summary>
/// <param name="Approvers">Addresses, <c>group:key</c> for the members of a group as they are when the stage begins,
/// <c>manager</c> (of the requester), <c>service-owner</c>; each alone, or as <c>{approver, weight}</c>.</param>
/// <param name="RejectOn">A word of <see cref="Approvals.RejectOn"/>; <c>impossible</c> when not given.</param>
/// <param name="Timeout">An hour to 90 days; how long approvers have.</param>
/// <param name="OnTimeout">A word of <see cref="Approvals.OnTimeout"/>; <c>reject</c> when not given.</param>
/// <param name="EscalateTo">As <paramref name="Approvers"/>, any one of whom decides; required with
/// <c>escalate</c>. They are asked too when too few of the approvers are left.</param>
/// <param name="RemindEvery">At least a minute.</param>
public sealed record PutStage(
    string? Name, IReadOnlyList<StageApprover>? Approvers, PutQuorum? Quorum, Duration? Timeout,
    string? RejectOn = null, string? OnTimeout = null, IReadOnlyList<string>? EscalateTo = null,
    Duration? RemindEvery = null)
{
    private const int MostApprovers = 50;
    private const int Heaviest = 1_000;
    private static readonly Duration Shortest = Duration.FromMinutes(1);
    private static readonly Duration Longest = Duration.FromDays(90);

    internal PolicyStage Parsed => new(
        Name!, Approvers!, Quorum!.Parsed, Words<RejectOn>.Parse(RejectOn) ?? Approvals.RejectOn.Impossible,
        Timeout!.Value,
        Words<OnTimeout>.Parse(OnTimeout) ?? Approvals.OnTimeout.Reject,
        [.. EscalateTo?.Select(name => new StageApprover(name)) ?? []], RemindEvery);

    internal static IEnumerable<FieldError> Validate(string pointer, PutStage stage) => stage is null
        ? Check.Present(pointer, stage)
        :
        [
            .. Check.Text($"{pointer}/name", stage.Name, 1, 100),
            .. Check.Present($"{pointer}/approvers", stage.Approvers),
            .. Check.Count($"{pointer}/approvers", stage.Approvers, 1, MostApprovers),
            .. Check.Each($"{pointer}/approvers", stage.Approvers, stage.Approver),
            .. Check.Present($"{pointer}/quorum", stage.Quorum),
            .. stage.Quorum?.Validate($"{pointer}/quorum", stage.Approvers ?? []) ?? [],
            .. Check.OneOf($"{pointer}/rejectOn", stage.RejectOn, Words<RejectOn>.All),
            .. Check.Present($"{pointer}/timeout", stage.Timeout),
            .. Within($"{pointer}/timeout", stage.Timeout),
            .. Check.OneOf($"{pointer}/onTimeout", stage.OnTimeout, Words<OnTimeout>.All),
            .. Escalation($"{pointer}/escalateTo", stage),
            .. Within($"{pointer}/remindEvery", stage.RemindEvery),
        ];

    /// <summary>Silence may be a yes for standard changes alone: they were authorised beforehand.</summary>
    internal static IEnumerable<FieldError> SilenceIsNoYes(string pointer, PutStage? stage) => Check.That(
        stage?.OnTimeout != Words<OnTimeout>.Of(Approvals.OnTimeout.Approve), $"{pointer}/onTimeout", "standard_only",
        $"{pointer}/onTimeout may be approve only where match.type is [\"standard\"].");

    private IEnumerable<FieldError> Approver(string pointer, StageApprover approver) => approver is null
        ? Check.Present(pointer, approver)
        :
        [
            .. ApproverText.Check(pointer, approver.Name),
            .. Check.That(
                approver.Weight is null || Quorum?.IsWeighed != false, $"{pointer}/weight", "not_allowed",
                $"{pointer}/weight is for the quorum weight only."),
            .. Check.That(
                approver.Weight is null or (>= 1 and <= Heaviest), $"{pointer}/weight", "range",
                $"{pointer}/weight is not a number from 1 to {Heaviest}."),
        ];

    private static IEnumerable<FieldError> Escalation(string pointer, PutStage stage) =>
    [
        .. stage.OnTimeout == Words<OnTimeout>.Of(Approvals.OnTimeout.Escalate)
            ? [.. Check.Present(pointer, stage.EscalateTo), .. Check.Count(pointer, stage.EscalateTo, 1, MostApprovers)]
            : Check.Count(pointer, stage.EscalateTo, 0, MostApprovers),
        .. Check.Each(pointer, stage.EscalateTo, ApproverText.Check),
    ];

    private static IEnumerable<FieldError> Within(string pointer, Duration? value) => Check.That(
        value is null || (value >= Shortest && value <= Longest), pointer, "range",
        $"{pointer} is not from PT1M to P90D.");
}

/// <summary>How many have to say yes.</summary>
/// <param name="Kind">A word of <see cref="QuorumKind"/>.</param>
/// <param name="Value">For <c>count</c> 1 to 50, for <c>percent</c> 1 to 100, for <c>weight</c> 1 to 50,000; not for
/// the others.</param>
/// <param name="Of">For <c>groups</c>: how many of each <c>group:key</c>, all of them among the approvers. A member of
/// two groups counts in both.</param>
public sealed record PutQuorum(string? Kind, int? Value = null, IReadOnlyDictionary<string, int>? Of = null)
{
    private const int MostGroups = 10;

    internal Quorum Parsed => new(Words<QuorumKind>.Parse(Kind)!.Value, Value, Of);

    internal bool IsWeighed => Kind == Words<QuorumKind>.Of(QuorumKind.Weight);

    internal IEnumerable<FieldError> Validate(string pointer, IReadOnlyList<StageApprover> approvers) =>
    [
        .. Check.Present($"{pointer}/kind", Kind),
        .. Check.OneOf($"{pointer}/kind", Kind, Words<QuorumKind>.All),
        .. Kind switch
        {
            "count" => InRange($"{pointer}/value", Value, 50),
            "percent" => InRange($"{pointer}/value", Value, 100),
            "weight" => InRange($"{pointer}/value", Value, 50_000),
            _ => Check.That(Value is null, $"{pointer}/value", "not_allowed",
            $"{pointer}/value is for count, percent and weight only."),
        },
        .. Kind == Words<QuorumKind>.Of(QuorumKind.Groups)
            ? Groups($"{pointer}/of", approvers)
            : Check.That(Of is null, $"{pointer}/of", "not_allowed", $"{pointer}/of is for groups only."),
    ];

    private IEnumerable<FieldError> Groups(string pointer, IReadOnlyList<StageApprover> approvers) =>
    [
        .. Check.Present(pointer, Of),
        .. Check.Count(pointer, Of, 1, MostGroups),
        .. (Of ?? new Dictionary<string, int>()).SelectMany(group => Group(pointer, group.Key, group.Value, approvers)),
    ];

    private static IEnumerable<FieldError> Group(
        string pointer, string group, int value, IReadOnlyList<StageApprover> approvers) =>
    [
        .. Check.That(
            ApproverText.IsGroup(group) && approvers.Any(approver => approver?.Name == group), pointer, "group",
            $"{pointer} names a group:key that is not among the approvers."),
        .. InRange(pointer, value, 50),
    ];

    private static IEnumerable<FieldError> InRange(string pointer, int? value, int most) =>
        Check.That(value >= 1 && value <= most, pointer, "range", $"{pointer} is not a number from 1 to {most}.");
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>How long something is to take at most.</summary>
/// <param name="Within">Open time: <c>PT4H</c>; a day in it is 24 hours of open time.</param>
/// <param name="ByPriority">Other times for some priorities.</param>
public sealed record PutTarget(
    string? Metric, Duration? Within, IReadOnlyDictionary<string, Duration>? ByPriority = null)
{
    private static readonly Duration Longest = Duration.FromDays(366);

    internal static IEnumerable<FieldError> Validate(string pointer, IReadOnlyList<PutTarget>? targets) =>
    [
        .. Check.Present(pointer, targets),
        .. Check.Count(pointer, targets, 1, Words<Metric>.All.Count),
        .. Check.Each(pointer, targets, One),
        .. Twice(pointer, targets ?? []),
    ];

    /// <summary>A time that can be kept: more than nothing, and not more than 366 days of open time.</summary>
    internal static IEnumerable<FieldError> Time(string pointer, Duration? within) => Check.That(
        within is null || (within >= Duration.FromSeconds(1) && within <= Longest), pointer, "range",
        $"{pointer} is not a time from PT1S to P366D.");

    internal Target ToTarget() => new(
        Words<Metric>.Parse(Metric)!.Value, Within!.Value,
        Others.ToDictionary(pair => Words<Priority>.Parse(pair.Key)!.Value, pair => pair.Value));

    private IReadOnlyDictionary<string, Duration> Others => ByPriority ?? new Dictionary<string, Duration>();

    private static IEnumerable<FieldError> One(string pointer, PutTarget? target) => target is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Present($"{pointer}/metric", target.Metric),
            .. Check.OneOf($"{pointer}/metric", target.Metric, [.. Words<Metric>.All]),
            .. Check.Present($"{pointer}/within", target.Within),
            .. Time($"{pointer}/within", target.Within),
            .. target.Others.SelectMany(pair => ForPriority($"{pointer}/byPriority", pair)),
        ];

    private static IEnumerable<FieldError> ForPriority(string pointer, KeyValuePair<string, Duration> pair) =>
    [
        .. Check.That(
            Words<Priority>.All.Contains(pair.Key), pointer, "not_allowed",
            $"{pointer} has a member that is none of P1 to P5."),
        .. Time($"{pointer}/{pair.Key}", pair.Value),
    ];

    private static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<PutTarget?> targets) => targets
        .Select((target, index) => (target?.Metric, index)).Where(pair => pair.Metric is not null)
        .GroupBy(pair => pair.Metric).SelectMany(same => same.Skip(1))
        .Select(pair => new FieldError(
            $"{pointer}/{pair.index}/metric", "duplicate",
            $"{pointer}/{pair.index}/metric is {pair.Metric} a second time."));
}

/// <summary>What is to be done when a share of the time has passed.</summary>
/// <param name="At">0.75 for three quarters, 1 for the end; at most 10.</param>
/// <param name="Notify">Addresses, <c>group:key</c>, <c>assignee</c> or <c>desk</c>; none means the desk.</param>
/// <param name="RaisePriority"><c>true</c> for one step, or the priority to raise to.</param>
public sealed record PutEscalation(
    string? Metric, decimal? At, IReadOnlyList<string>? Notify = null, PriorityRaise? RaisePriority = null)
{
    private const int MostToNotify = 20;
    private const decimal Latest = 10;
    private const string GroupPrefix = "group:";

    internal static IEnumerable<FieldError> Validate(
        string pointer, PutEscalation? body, IReadOnlyList<PutTarget>? targets) => body is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Present($"{pointer}/metric", body.Metric),
            .. Check.OneOf(
                $"{pointer}/metric", body.Metric,
                [.. (targets ?? []).Select(target => target?.Metric).OfType<string>()]),
            .. Check.Present($"{pointer}/at", body.At),
            .. Check.That(
                body.At is not { } at || (at > 0 && at <= Latest && decimal.Round(at, 4) == at), $"{pointer}/at",
                "range", $"{pointer}/at is not a share above 0 and up to {Latest}, with at most four decimals."),
            .. Check.Count($"{pointer}/notify", body.Notify, 0, MostToNotify),
            .. Check.Each($"{pointer}/notify", body.Notify, Audience),
        ];

    internal static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<PutEscalation?> steps) => steps
        .Select((step, index) => (Step: (step?.Metric, step?.At), index)).Where(pair => pair.Step.At is not null)
        .GroupBy(pair => pair.Step).SelectMany(same => same.Skip(1))
        .Select(pair => new FieldError(
            $"{pointer}/{pair.index}/at", "duplicate",
            $"{pointer}/{pair.index} is for {pair.Step.Metric} at {pair.Step.At} a second time."));

    internal Escalation ToEscalation() => new(Words<Metric>.Parse(Metric)!.Value, At!.Value, Notify, RaisePriority);

    private static IEnumerable<FieldError> Audience(string pointer, string? whom)
    {
        if (whom is null) return Check.Present(pointer, null);
        if (whom is "assignee" or "desk") return [];
        return whom.StartsWith(GroupPrefix, StringComparison.Ordinal)
            ? Check.Key(pointer, whom[GroupPrefix.Length..])
            : Check.Email(pointer, whom);
    }
}

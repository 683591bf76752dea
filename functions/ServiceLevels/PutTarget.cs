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

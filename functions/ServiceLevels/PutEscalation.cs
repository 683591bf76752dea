using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>What is to be done when a share of the time has passed, or so long before or after its end.</summary>
/// <param name="At">0.75 for three quarters, 1 for the end, at most 10; or open time from the end: <c>"-PT30M"</c> before
/// it, <c>"PT2H"</c> after it.</param>
/// <param name="Notify">Addresses, <c>group:key</c>, <c>assignee</c>, their <c>manager</c>, or <c>desk</c>; none means the
/// desk.</param>
/// <param name="RaisePriority"><c>true</c> for one step, or the priority to raise to.</param>
/// <param name="AssignGroup">The key of the group that is to get the record.</param>
public sealed record PutEscalation(
    string? Metric, StepTime? At, IReadOnlyList<string>? Notify = null, PriorityRaise? RaisePriority = null,
    string? AssignGroup = null)
{
    private const int MostToNotify = 20;
    private const decimal Latest = 10;
    private const string GroupPrefix = "group:";

    private static readonly Duration Farthest = Duration.FromDays(366);

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
                body.At?.Share is not { } share || (share > 0 && share <= Latest && decimal.Round(share, 4) == share),
                $"{pointer}/at", "range",
                $"{pointer}/at is not a share above 0 and up to {Latest}, with at most four decimals."),
            .. Check.That(
                body.At?.FromEnd is not { } end || (end <= Farthest && -end <= Farthest), $"{pointer}/at", "range",
                $"{pointer}/at is more than 366 days from the end."),
            .. Check.Count($"{pointer}/notify", body.Notify, 0, MostToNotify),
            .. Check.Each($"{pointer}/notify", body.Notify, Audience),
            .. body.AssignGroup is { } group ? Check.Key($"{pointer}/assignGroup", group) : [],
        ];

    internal static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<PutEscalation?> steps) => steps
        .Select((step, index) => (Step: (step?.Metric, step?.At), index)).Where(pair => pair.Step.At is not null)
        .GroupBy(pair => pair.Step).SelectMany(same => same.Skip(1))
        .Select(pair => new FieldError(
            $"{pointer}/{pair.index}/at", "duplicate",
            $"{pointer}/{pair.index} is for {pair.Step.Metric} at {pair.Step.At} a second time."));

    internal Escalation ToEscalation() =>
        new(Words<Metric>.Parse(Metric)!.Value, At!.Value, Notify, RaisePriority, AssignGroup);

    private static IEnumerable<FieldError> Audience(string pointer, string? whom)
    {
        if (whom is null) return Check.Present(pointer, null);
        if (whom is "assignee" or "manager" or "desk") return [];
        return whom.StartsWith(GroupPrefix, StringComparison.Ordinal)
            ? Check.Key(pointer, whom[GroupPrefix.Length..])
            : Check.Email(pointer, whom);
    }
}

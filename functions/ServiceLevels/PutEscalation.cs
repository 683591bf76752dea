using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>What is to be done when a share of the time has passed, or so long before or after its end.</summary>
/// <param name="At">0.75 for three quarters, 1 for the end, at most 10; or open time from the end: <c>"-PT30M"</c> before
/// it, <c>"PT2H"</c> after it.</param>
/// <param name="Notify">Addresses, <c>group:key</c>, <c>teams:key</c>, <c>assignee</c>, their <c>manager</c>, or
/// <c>desk</c>; none means the desk.</param>
/// <param name="RaisePriority"><c>true</c> for one step, or the priority to raise to.</param>
/// <param name="AssignGroup">The key of the group that is to get the record.</param>
/// <param name="Emit">The name of a signal, as <c>major.begin</c>: published as <c>incident.signalled</c>.</param>
public sealed record PutEscalation(
    string? Metric, StepTime? At, IReadOnlyList<string>? Notify = null, PriorityRaise? RaisePriority = null,
    string? AssignGroup = null, string? Emit = null)
{
    private const int LongestSignal = 64;
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
            .. Check.That(
                body.Emit is null || IsSignal(body.Emit), $"{pointer}/emit", "signal",
                $"{pointer}/emit is no name of lower-case words with dots between, of up to {LongestSignal} characters."),
        ];

    internal static IEnumerable<FieldError> Twice(string pointer, IReadOnlyList<PutEscalation?> steps) => steps
        .Select((step, index) => (Step: (step?.Metric, step?.At), index)).Where(pair => pair.Step.At is not null)
        .GroupBy(pair => pair.Step).SelectMany(same => same.Skip(1))
        .Select(pair => new FieldError(
            $"{pointer}/{pair.index}/at", "duplicate",
            $"{pointer}/{pair.index} is for {pair.Step.Metric} at {pair.Step.At} a second time."));

    /// <summary>The channels that steps name and that are not there.</summary>
    internal static IEnumerable<FieldError> Unknown(
        string pointer, IReadOnlyList<PutEscalation>? steps, IReadOnlySet<string> channels) =>
        Check.Each(pointer, steps, (at, step) => Check.Each($"{at}/notify", step.Notify, (to, whom) => Check.That(
            TeamsChannel.KeyIn(whom) is not { } key || channels.Contains(key), to, "unknown_channel",
            $"{to} is {whom}; there is no such Teams channel.")));

    internal Escalation ToEscalation() =>
        new(Words<Metric>.Parse(Metric)!.Value, At!.Value, Notify, RaisePriority, AssignGroup, Emit);

    private static bool IsSignal(string name) =>
        name.Length <= LongestSignal && name.Split('.').All(word =>
            word.Length > 0 && char.IsAsciiLetterLower(word[0]) &&
            word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'));

    private static IEnumerable<FieldError> Audience(string pointer, string? whom)
    {
        if (whom is null) return Check.Present(pointer, null);
        if (whom is "assignee" or "manager" or "desk") return [];
        if (whom.StartsWith(GroupPrefix, StringComparison.Ordinal))
            return Check.Key(pointer, whom[GroupPrefix.Length..]);
        return TeamsChannel.KeyIn(whom) is { } channel ? Check.Key(pointer, channel) : Check.Email(pointer, whom);
    }
}

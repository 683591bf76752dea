using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Somebody wants to know how clocks would run: a calendar, targets, a story. Nothing is read and nothing is
/// kept.</summary>
/// <param name="Events">In order; the first is <c>created</c>. What happens after <paramref name="At"/> is not looked
/// at.</param>
/// <param name="At">As of when.</param>
public sealed record SimulateClocks(
    PutCalendar? Calendar, IReadOnlyList<SimulatedTarget>? Targets, IReadOnlyList<string>? PauseWhile,
    IReadOnlyList<SimulatedEvent>? Events, Instant? At) : IBody<SimulateClocks>
{
    private const int MostEvents = 1000;
    private const string Name = "simulation";

    private static readonly Duration LongestStory = Duration.FromDays(5 * 366);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(SimulateClocks body) =>
    [
        .. Check.Present("/calendar", body.Calendar),
        .. body.Calendar is { } calendar ? PutCalendar.Validate("/calendar", calendar) : [],
        .. PutTarget.Validate("/targets", body.Targets?.Select(target => target?.ToPut()!).ToList()),
        .. PutAgreement.Pauses("/pauseWhile", body.PauseWhile),
        .. Check.Present("/events", body.Events),
        .. Check.Count("/events", body.Events, 1, MostEvents),
        .. Check.Each("/events", body.Events, SimulatedEvent.Validate),
        .. Order(body.Events ?? []),
        .. Check.Present("/at", body.At),
        .. Range(body),
    ];

    /// <summary>Every clock, explained.</summary>
    public IReadOnlyList<ExplainedClock> Run() => ClockEngine.Explain(
        Name, new(Agreed(), Name, 1, Calendar!.ToHours()),
        [.. Events!.Select((happened, index) => happened.ToMoment(index))], At!.Value);

    private Agreement Agreed() => new(
        Name, AgreementKind.Sla, Incident.Practice, Match.All, Name,
        [.. Targets!.Select(target => target.ToPut().ToTarget())], PutAgreement.PausesOf(AgreementKind.Sla, PauseWhile), [], 1,
        Times.Earliest);

    private static IEnumerable<FieldError> Order(IReadOnlyList<SimulatedEvent?> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var isFirst = events[i]?.Type == Words<MomentKind>.Of(MomentKind.Created);
            if (events[i]?.Type is not null && isFirst != (i == 0))
                yield return new($"/events/{i}/type", "order", "The first event, and no other, is created.");
            if (i > 0 && events[i]?.At < events[i - 1]?.At)
                yield return new($"/events/{i}/at", "order", $"/events/{i}/at is before the event before it.");
        }
    }

    private static IEnumerable<FieldError> Range(SimulateClocks body)
    {
        var (first, last) = (body.Events is [{ } created, ..] ? created.At : null, body.At);
        return
        [
            .. Check.That(
                !(first < Times.Earliest) && !(last >= Times.Latest), "/at", "range",
                "Stories from the year 2000 to 2099 can be simulated."),
            .. Check.That(
                !(last - first > LongestStory), "/at", "range", "/at is more than five years after the first event."),
        ];
    }
}

/// <summary>How long something is to take at most, in open time.</summary>
public sealed record SimulatedTarget(string? Metric, Duration? Within)
{
    internal PutTarget ToPut() => new(Metric, Within);
}

/// <summary>One event of the story.</summary>
/// <param name="Reason">Of <c>held</c>, and only there.</param>
public sealed record SimulatedEvent(Instant? At, string? Type, string? Reason = null)
{
    private static readonly Traits Unknown = new(Priority.P3, null, null);

    private static readonly string Held = Words<MomentKind>.Of(MomentKind.Held);

    private static readonly IReadOnlyList<string> Types =
        [.. Words<MomentKind>.All.Where(type => Words<MomentKind>.Parse(type) is < MomentKind.Changed)];

    internal static IEnumerable<FieldError> Validate(string pointer, SimulatedEvent? happened) => happened is null
        ? Check.Present(pointer, null)
        :
        [
            .. Check.Present($"{pointer}/at", happened.At),
            .. Check.Present($"{pointer}/type", happened.Type),
            .. Check.OneOf($"{pointer}/type", happened.Type, [.. Types]),
            .. Check.OneOf($"{pointer}/reason", happened.Reason, [.. Words<HoldReason>.All]),
            .. Check.That(
                happened.Type != Held || happened.Reason is not null, $"{pointer}/reason", "required",
                $"{pointer}/reason is required: whom does it wait for?"),
        ];

    internal Moment ToMoment(int index)
    {
        var kind = Words<MomentKind>.Parse(Type)!.Value;
        return new(
            Milliseconds(At!.Value), kind, $"events/{index}", Words<HoldReason>.Parse(Reason),
            kind == MomentKind.Created ? Unknown : null);
    }

    private static Instant Milliseconds(Instant instant) =>
        Instant.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}

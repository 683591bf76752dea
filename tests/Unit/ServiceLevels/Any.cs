using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Anything a calendar, an agreement or a ticket can be, on whole minutes.</summary>
internal static class Any
{
    /// <summary>Zones with changes of an hour, of half an hour, at midnight, in the south, and none.</summary>
    private static readonly string[] Zones =
    [
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Havana", "America/Santiago", "Asia/Kolkata",
        "Africa/Casablanca", "Pacific/Chatham", "Asia/Beirut",
    ];

    /// <summary>Around changes of clocks as often as not.</summary>
    private static readonly Instant[] Times = [.. Zones.SelectMany(Changes)];

    public static readonly Gen<Instant> Minute = Gen.Select(
        OneOf(Times), Gen.Int[-60 * 24 * 3, 60 * 24 * 3], (time, minutes) => time + Duration.FromMinutes(minutes));

    private static readonly Gen<OpenHours[]> Day = Gen.Int[0, 48].HashSet[0, 6].Select(halves => Pairs([.. halves.Order()]));

    private static readonly Gen<WeekHours?> Week = Gen.Frequency(
        (1, Gen.Const((WeekHours?)null)),
        (5, Gen.Select(Day.Array[7].Where(days => days.Any(day => day.Length > 0)), Gen.Int[1, 47], Gen.Int[0, 47], OverMidnight)));

    private static readonly Gen<string> Date = Minute.Select(time => time.InUtc().Date.ToString("uuuu-MM-dd", null));

    private static readonly Gen<(string From, string To)> Span = Gen.Select(
        Gen.Int[0, 47], Gen.Int[1, 48], (from, length) => (Text(from), Text(Math.Min(48, from + length))));

    private static readonly Gen<Holiday[]> Holidays = Gen.Select(
        Date, Span, Gen.Bool, (date, part, isWhole) => isWhole ? new Holiday(date) : new(date, null, part.From, part.To))
        .Array[0, 3];

    private static readonly Gen<SpecialOpening[]> Openings = Gen.Select(
        Date, Span, (date, part) => new SpecialOpening(date, part.From, part.To)).Array[0, 2];

    public static readonly Gen<PutCalendar> Calendar = Gen.Select(
        OneOf(Zones), Week, Holidays, Openings,
        (zone, week, holidays, openings) => new PutCalendar(zone, week, holidays, openings));

    public static readonly Gen<BusinessHours> Hours = Calendar.Select(calendar => calendar.ToHours());

    public static readonly Gen<Duration> Within = Gen.Int[1, 60 * 40].Select(minutes => Duration.FromMinutes(minutes));

    private static readonly Gen<Traits> Traits = Gen.Select(
        Gen.Enum<Priority>(), OneOf<string?>(["desk", "network", null]), (priority, group) => new Traits(priority, null, group));

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 60 * 14], Gen.Enum<MomentKind>().Where(kind => kind is not MomentKind.Created), Gen.Enum<HoldReason>(),
        Traits, (minutes, kind, reason, traits) => new Step(minutes, kind, reason, traits));

    /// <summary>A ticket's moments in order, none of them sensible on purpose.</summary>
    public static readonly Gen<Moment[]> Life = Gen.Select(Minute, Steps.Array[0, 12], (start, steps) => Moments(start, steps));

    /// <summary>The same, at any tick.</summary>
    public static readonly Gen<Moment[]> LifeToTheTick = Gen.Select(
        Life, Gen.Long[0, Duration.FromMinutes(1).BclCompatibleTicks - 1].Array[13], (life, ticks) => life.Zip(
            ticks, (moment, tick) => moment with { At = moment.At + Duration.FromTicks(tick) }).OrderBy(moment => moment.At).ToArray());

    public static Gen<T> OneOf<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Moment[] Moments(Instant at, Step[] steps)
    {
        List<Moment> moments = [new(at, MomentKind.Created, "1", null, new(Priority.P3, null, null))];
        foreach (var step in steps)
        {
            at += Duration.FromMinutes(step.Minutes);
            var traits = step.Kind == MomentKind.Changed ? step.Traits : null;
            moments.Add(new(at, step.Kind, $"{moments.Count + 1}", step.Kind is MomentKind.Held or MomentKind.Unmerged ? step.Reason : null, traits));
        }
        return [.. moments];
    }

    private static OpenHours[] Pairs(int[] halves) =>
        [.. halves.Chunk(2).Where(pair => pair.Length == 2).Select(pair => new OpenHours(Text(pair[0]), Text(pair[1])))];

    /// <summary>On Saturday, maybe, hours that go on into a Sunday that opens no earlier.</summary>
    private static WeekHours? OverMidnight(OpenHours[][] d, int to, int from) => new(
        d[0], d[1], d[2], d[3], d[4], from > to ? [new(Text(from), Text(to))] : d[5], from > to ? [] : d[6]);

    private static string Text(int half) => $"{half / 2:D2}:{half % 2 * 30:D2}";

    private static IEnumerable<Instant> Changes(string zone) => DateTimeZoneProviders.Tzdb[zone]
        .GetZoneIntervals(Ticket.At("2026-01-01T00:00:00Z"), Ticket.At("2027-12-31T00:00:00Z"))
        .Where(interval => interval.HasStart).Select(interval => Instant.Max(interval.Start, Ticket.At("2026-01-01T00:00:00Z")));

    private sealed record Step(int Minutes, MomentKind Kind, HoldReason Reason, Traits Traits);
}

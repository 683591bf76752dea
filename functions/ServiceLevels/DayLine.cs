using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>A stretch of time that is open, or not, and the entry of the calendar that says so.</summary>
public sealed record HoursPart(Instant From, Instant To, bool IsOpen, string Cause);

/// <summary>A day on the time line: closed at first, then painted over, entry by entry.</summary>
internal sealed class DayLine(Instant from, Instant to, string cause)
{
    private List<HoursPart> parts = from < to ? [new(from, to, false, cause)] : [];

    /// <summary>When the day begins.</summary>
    public Instant From { get; } = from;

    /// <summary>When the next day begins.</summary>
    public Instant To { get; } = to;

    /// <summary>All of the day, in order and without gaps; nothing for a day that the zone skipped.</summary>
    public IReadOnlyList<HoursPart> Parts => parts;

    /// <summary>Puts a part over what was there; what of it lies outside the day is cut off.</summary>
    public void Paint(HoursPart over)
    {
        var (start, end) = (Instant.Max(over.From, From), Instant.Min(over.To, To));
        if (start >= end) return;
        var before = parts.Where(part => part.From < start).Select(part => part with { To = Instant.Min(part.To, start) });
        var after = parts.Where(part => part.To > end).Select(part => part with { From = Instant.Max(part.From, end) });
        parts = [.. before, over with { From = start, To = end }, .. after];
    }
}

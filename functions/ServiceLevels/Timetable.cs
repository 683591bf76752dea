using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The openings between two days, counted up, so that a question costs two binary searches.</summary>
internal sealed class Timetable
{
    private readonly long[] starts;
    private readonly long[] ends;
    private readonly long[] before; // Open ticks before each start; one more entry for the total.

    /// <summary>Counts up the openings of all days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public Timetable(CalendarDays days, LocalDate first, LocalDate last)
    {
        (First, Last) = (first, last);
        (From, To) = (days.StartOf(first), days.StartOf(last.PlusDays(1)));
        var openings = Merged(days, first, last);
        (starts, ends, before) = (new long[openings.Count], new long[openings.Count], new long[openings.Count + 1]);
        for (var i = 0; i < openings.Count; i++)
        {
            (starts[i], ends[i]) = openings[i];
            before[i + 1] = before[i] + ends[i] - starts[i];
        }
    }

    public LocalDate First { get; }

    public LocalDate Last { get; }

    public Instant From { get; }

    public Instant To { get; }

    /// <summary>Open ticks from the beginning of the table to an instant within it.</summary>
    public long OpenUntil(Instant instant)
    {
        var ticks = instant.ToUnixTimeTicks();
        var found = Array.BinarySearch(starts, ticks);
        var index = found >= 0 ? found : ~found - 1;
        return index < 0 ? 0 : before[index] + Math.Min(ticks, ends[index]) - starts[index];
    }

    /// <summary>The first instant until which so many ticks were open; null when the table ends before.</summary>
    public Instant? WhenOpen(long ticks)
    {
        if (ticks > before[^1]) return null;
        var found = Array.BinarySearch(before, ticks);
        var index = (found >= 0 ? found : ~found) - 1;
        return Instant.FromUnixTimeTicks(starts[index] + ticks - before[index]);
    }

    private static List<(long From, long To)> Merged(CalendarDays days, LocalDate first, LocalDate last)
    {
        var merged = new List<(long From, long To)>();
        for (var day = first; day <= last; day = day.PlusDays(1))
        {
            foreach (var opening in days.Openings(day))
            {
                var (from, to) = (opening.From.ToUnixTimeTicks(), opening.To.ToUnixTimeTicks());
                if (merged.Count > 0 && merged[^1].To == from) merged[^1] = (merged[^1].From, to);
                else merged.Add((from, to));
            }
        }
        return merged;
    }
}

using System.Runtime.InteropServices;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Weekly hours as minutes of days: what goes over midnight is two parts.</summary>
/// <param name="From">Minutes since midnight on the wall.</param>
/// <param name="To">The same; 1,440 is the end of the day.</param>
/// <param name="Name">The entry, as it was written: <c>monday 22:00-06:00</c>.</param>
/// <param name="Pointer">Where in the hours the entry stands: <c>/monday/0</c>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WeekMinutes(IsoDayOfWeek Day, int From, int To, string Name, string Pointer)
{
    private static readonly IsoDayOfWeek[] Days = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];

    /// <summary>Every part of every day; of entries whose times can be read.</summary>
    public static IEnumerable<WeekMinutes> Of(WeekHours hours) =>
        Days.SelectMany(day => hours.Of(day).SelectMany((open, index) => Of(day, open, index)));

    /// <summary>Pairs of which the second begins before the first has ended.</summary>
    public static IEnumerable<(WeekMinutes First, WeekMinutes Second)> Overlaps(WeekHours hours) =>
        Of(hours).GroupBy(part => part.Day).SelectMany(day =>
        {
            var inOrder = day.OrderBy(part => part.From).ToList();
            return inOrder.Zip(inOrder.Skip(1)).Where(pair => pair.Second.From < pair.First.To);
        });

    private static IEnumerable<WeekMinutes> Of(IsoDayOfWeek day, OpenHours? open, int index)
    {
        if (CalendarText.Minutes(open?.From) is not { } from || CalendarText.Minutes(open?.To) is not { } to) return [];
        var dayName = CalendarText.NameOf(day);
        var part = new WeekMinutes(day, from, to, $"{dayName} {open!.From}-{open.To}", $"/{dayName}/{index}");
        return from < to ? [part]
            : new[] { part with { To = CalendarText.EndOfDay }, part with { Day = Next(day), From = 0 } }
                .Where(half => half.From < half.To);
    }

    private static IsoDayOfWeek Next(IsoDayOfWeek day) =>
        day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
}

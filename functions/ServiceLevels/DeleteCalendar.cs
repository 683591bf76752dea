using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.ServiceLevels;

/// <summary>The desk gives a calendar up. Its versions stay readable, and clocks that count by them go on.</summary>
public static class DeleteCalendar
{
    /// <summary>Refused while agreements in force name it.</summary>
    /// <param name="users">The keys of those agreements.</param>
    public static Decision<CalendarEvent> Decide(string key, Calendar? calendar, IReadOnlyList<string> users)
    {
        if (calendar is null) return Problem.NotFound($"calendar {key}");
        return users.Count > 0 ? Problem.InUse($"calendar {key}", users) : new CalendarDeleted(key);
    }
}

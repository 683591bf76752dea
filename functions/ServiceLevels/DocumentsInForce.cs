using ItsmServerless.Kernel.EventLog;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Which version of a setting was in force at an instant. Pure.</summary>
public static class DocumentsInForce
{
    /// <summary>The agreement as it was put last until then; null when there was none yet, or it was deleted.</summary>
    public static Agreement? Agreement(IReadOnlyList<Recorded<AgreementEvent>> history, Instant at) =>
        history.LastOrDefault(recorded => recorded.At <= at) is { Event: AgreementPut } put
            ? ServiceLevels.Agreement.Apply(null, put)
            : null;

    /// <summary>The calendar as it was put last until then. Where none was, the first: an agreement that names it was
    /// put in the same moment, or by the clock of another machine.</summary>
    /// <remarks>That it was deleted does not matter: what an agreement in force names, it counts by.</remarks>
    public static Calendar Calendar(IReadOnlyList<Recorded<CalendarEvent>> history, Instant at)
    {
        Recorded<CalendarEvent>[] puts = [.. history.Where(recorded => recorded.Event is CalendarPut)];
        return ServiceLevels.Calendar.Apply(null, puts.LastOrDefault(put => put.At <= at) ?? puts[0]);
    }
}

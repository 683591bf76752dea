using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>How a clock was decided: what reports count.</summary>
/// <param name="Clock">The clock's id; the same for every version of its result.</param>
/// <param name="Version">1; one more for every recalculation that changed it.</param>
/// <param name="State">Met or breached.</param>
/// <param name="Priority">As it was when the clock was decided; so are service and group.</param>
/// <param name="DueAt">The end it had, or would have had.</param>
/// <param name="StoppedAt">Null while an overdue clock goes on.</param>
/// <param name="Elapsed">The open time that counted; of a clock that goes on, as of the breach.</param>
/// <param name="Counted">The time that counted, by whose hands the record was in.</param>
/// <param name="Paused">The time that paused, by who was waited for.</param>
public sealed record ClockResult(
    string Clock, int Version, string Incident, string Number, string Agreement, int AgreementVersion, string Calendar,
    int CalendarVersion, AgreementKind Kind, Metric Metric, ClockState State, Priority Priority, string? Service,
    string? Group, Instant StartedAt, Instant? DueAt, Instant? StoppedAt, Instant? BreachedAt, Duration Within,
    Duration Elapsed, IReadOnlyList<HolderShare> Counted, IReadOnlyList<HolderShare> Paused)
{
    /// <summary>When it was decided: a breach when it came, anything else when it stopped. Its month is the one it is
    /// reported in.</summary>
    public Instant DecidedAt => BreachedAt ?? StoppedAt!.Value;
}

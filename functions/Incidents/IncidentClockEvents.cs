using ItsmServerless.Kernel.EventLog;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>A clock passed a share of its time before the end. Written once for each clock and share.</summary>
/// <param name="Clock">The clock's id.</param>
/// <param name="Percent">The share that was passed: 75 for three quarters.</param>
/// <param name="Notify">As the agreement says it: addresses, <c>group:key</c>, <c>teams:key</c>, <c>assignee</c>,
/// <c>desk</c>.</param>
/// <param name="Within">The whole time the clock has.</param>
/// <param name="Step">What the step is called when it is not told as a share: <c>-PT30M</c>.</param>
[EventType("clock.warned")]
public sealed record ClockWarned(
    string Clock, string Agreement, int AgreementVersion, string Kind, string Metric, decimal Percent, Instant DueAt,
    IReadOnlyList<string> Notify, Duration Within, string? Step = null) : IncidentEvent;

/// <summary>A clock ran out, or passed a share beyond its end. Members as in <see cref="ClockWarned"/>.</summary>
[EventType("clock.breached")]
public sealed record ClockBreached(
    string Clock, string Agreement, int AgreementVersion, string Kind, string Metric, decimal Percent, Instant DueAt,
    IReadOnlyList<string> Notify, Duration Within, string? Step = null) : IncidentEvent;

/// <summary>An escalation raised the priority.</summary>
/// <param name="Clock">The clock whose escalation it was.</param>
[EventType("incident.escalated")]
public sealed record IncidentEscalated(Priority Priority, string? Clock = null) : IncidentEvent;

/// <summary>A step of a clock gave a signal to whoever listens.</summary>
/// <param name="Signal">Its name, as the agreement says it.</param>
/// <param name="Clock">The clock's id.</param>
/// <param name="Step">Which of its steps: <c>75</c>, <c>-PT30M</c>.</param>
[EventType("incident.signalled")]
public sealed record IncidentSignalled(string Signal, string Clock, string Step) : IncidentEvent;

/// <summary>From here on another version of an agreement applies, as if it had been in force at the report. It is no
/// update of the incident: lists keep it where it was.</summary>
/// <param name="Agreement">Its key.</param>
/// <param name="Recalculation">The id of the recalculation that did it.</param>
[EventType("clock.recalculated")]
public sealed record ClockRecalculated(
    string Agreement, int AgreementVersion, int CalendarVersion, string Recalculation) : IncidentEvent;

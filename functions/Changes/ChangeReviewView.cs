using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>What a review of a change begins with: what was planned, what came of it, and what it may have
/// caused.</summary>
/// <param name="Planned">The window that was approved.</param>
/// <param name="StartedAt">When it was begun; null while it was not.</param>
/// <param name="StartedLate">How long after the start of the window; negative when before it.</param>
/// <param name="Overran">How long after the end of the window it ended; negative when before it.</param>
/// <param name="Incidents">Those that are linked to it, and those proposed for that: raised on its items in the 72
/// hours
/// after its end.</param>
/// <param name="BreachedClocks">Of all these incidents.</param>
public sealed record ChangeReviewView(
    RecordId Id, string Number, ChangeState State, Window Planned, Instant? StartedAt, Instant? CompletedAt,
    Duration? StartedLate, Duration? Overran, ChangeOutcome? Outcome, string? OutcomeNote, ScheduleOverride? Override,
    RetrospectiveApproval? Retrospective, IReadOnlyList<TaskView> Tasks, IReadOnlyList<ReviewedIncident> Incidents,
    IReadOnlyList<BreachedClockView> BreachedClocks, IReadOnlyList<Review> Reviews, int Version)
{
    /// <summary>Puts together what was read.</summary>
    /// <param name="clocks">The breaches of the incidents.</param>
    public static ChangeReviewView Of(
        Versioned<Change> record, IReadOnlyList<Incident> incidents, IReadOnlyList<BreachedClockView> clocks)
    {
        var change = record.State;
        var planned = change.Content.Window;
        return new(
            change.Id, change.Number, change.State, planned, change.StartedAt, change.CompletedAt,
            change.StartedAt - planned.Start, change.CompletedAt - planned.End, change.Outcome, change.OutcomeNote,
            change.Override, change.Retrospective, TaskView.Of(change),
            [.. incidents.OrderBy(incident => incident.CreatedAt)
                .Select(incident => ReviewedIncident.Of(incident, change))],
            clocks, change.Reviews, record.Version);
    }
}

/// <summary>An incident beside a change.</summary>
/// <param name="Linked">False: it is proposed.</param>
/// <param name="Items">The items that both are about.</param>
public sealed record ReviewedIncident(
    RecordId Id, string Number, string Title, Priority Priority, IncidentState State, Instant CreatedAt, bool Linked,
    IReadOnlyList<string> Items)
{
    internal static ReviewedIncident Of(Incident incident, Change change) => new(
        incident.Id, incident.Number, incident.Title, incident.Priority, incident.State, incident.CreatedAt,
        AfterTheWindow.IsLinked(incident, change), AfterTheWindow.CommonItems(incident.ConfigurationItems, change));
}

/// <summary>A clock that an incident broke.</summary>
public sealed record BreachedClockView(
    RecordId Incident, string Number, string Agreement, string Metric, Instant DueAt);

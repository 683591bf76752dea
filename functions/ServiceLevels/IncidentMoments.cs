using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;

namespace ItsmServerless.ServiceLevels;

/// <summary>What of an incident's events matters to its clocks.</summary>
public static class IncidentMoments
{
    /// <summary>The types of the events that can change a clock.</summary>
    public static IReadOnlySet<string> EventTypes { get; } = new HashSet<string>
    {
        "incident.reported", "incident.edited", "incident.assigned", "incident.held", "incident.resumed",
        "incident.resolved", "incident.reopened", "incident.closed", "incident.cancelled", "incident.commented",
        "incident.escalated", "incident.merged", "incident.unmerged", "clock.recalculated",
    };

    /// <summary>In the order of the events.</summary>
    public static IReadOnlyList<Moment> Of(IEnumerable<Recorded<IncidentEvent>> history)
    {
        var moments = new List<Moment>();
        Traits? traits = null;
        foreach (var recorded in history)
        {
            var changed = After(traits, recorded.Event);
            if (KindOf(recorded.Event) is { } kind) moments.Add(Moment(recorded, kind) with { Traits = changed });
            else if (changed != traits) moments.Add(Moment(recorded, MomentKind.Changed) with { Traits = changed });
            traits = changed;
        }
        return moments;
    }

    private static Moment Moment(Recorded<IncidentEvent> recorded, MomentKind kind) =>
        new(recorded.At, kind, $"{recorded.Record}/{recorded.Sequence}", HoldOf(recorded.Event));

    private static HoldReason? HoldOf(IncidentEvent happened) =>
        (happened as IncidentHeld)?.Reason ?? (happened as IncidentUnmerged)?.HoldReason;

    private static MomentKind? KindOf(IncidentEvent happened) => happened switch
    {
        IncidentReported => MomentKind.Created,
        IncidentCommented { FromRequester: true } => MomentKind.RequesterReplied,
        IncidentCommented { ByAgent: true, Visibility: Visibility.Public } => MomentKind.AgentReplied,
        IncidentHeld => MomentKind.Held,
        IncidentResumed => MomentKind.Resumed,
        IncidentResolved => MomentKind.Resolved,
        IncidentReopened => MomentKind.Reopened,
        IncidentClosed => MomentKind.Closed,
        IncidentCancelled or IncidentMerged => MomentKind.Cancelled,
        IncidentUnmerged => MomentKind.Unmerged,
        _ => null,
    };

    private static Traits? After(Traits? traits, IncidentEvent happened) => happened switch
    {
        IncidentReported e => new(e.Priority, e.Service, e.Group, e.Requester?.Email),
        IncidentEdited e => traits! with
        {
            Priority = e.Priority ?? traits.Priority,
            Service = e.Service.Over(traits.Service),
            Requester = e.Requester.IsPresent ? e.Requester.Value?.Email : traits.Requester,
        },
        IncidentAssigned e => traits! with { Group = e.Group },
        IncidentEscalated e => traits! with { Priority = e.Priority },
        _ => traits,
    };
}

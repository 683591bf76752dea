using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Incidents;

/// <summary>It is the same as another incident, which goes on in its place.</summary>
/// <param name="From">The state that it had.</param>
[EventType("incident.merged")]
public sealed record IncidentMerged(RecordId Into, IncidentState From) : IncidentEvent;

/// <summary>It is not the same after all: it goes on as it was.</summary>
/// <param name="HoldReason">Of the hold that goes on; null when it was not on hold.</param>
[EventType("incident.unmerged")]
public sealed record IncidentUnmerged(RecordId From, IncidentState State, HoldReason? HoldReason) : IncidentEvent;

/// <summary>Another incident was merged into this one.</summary>
[EventType("incident.absorbed")]
public sealed record IncidentAbsorbed(RecordId Incident) : IncidentEvent;

/// <summary>Another incident is not merged into this one any more.</summary>
[EventType("incident.released")]
public sealed record IncidentReleased(RecordId Incident) : IncidentEvent;

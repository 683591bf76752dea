using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Incidents;

/// <summary>An incident is not the same as the other one after all, and goes on as it was.</summary>
public static class UnmergeIncident
{
    /// <summary>Possible for what was merged, whatever became of the other one. What the other one got meanwhile stays
    /// there.</summary>
    public static Decision<IncidentEvent> Decide(Incident incident) => incident.Merged is { } merge
        ? new IncidentUnmerged(merge.Into, merge.State, merge.HoldReason)
        : new Problem(ProblemCode.InvalidTransition, $"{incident.Number} is not merged into another incident.");
}

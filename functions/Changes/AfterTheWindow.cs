using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Which incidents may be effects of a change. Pure.</summary>
internal static class AfterTheWindow
{
    /// <summary>How long after its end incidents on its items are proposed.</summary>
    public static readonly Duration Watched = Duration.FromHours(72);

    /// <summary>Whether an incident was raised on an item of the change in the 72 hours after its end.</summary>
    public static bool IsProposed(IReadOnlyList<string> items, Instant raised, Change change) =>
        change.CompletedAt is { } end && raised >= end &&
        raised <= end + Watched && CommonItems(items, change).Count > 0;

    /// <summary>Whether an incident is linked to the change, or the change knows of a link.</summary>
    public static bool IsLinked(Incident incident, Change change) =>
        change.Incidents.Contains(incident.Id) || incident.Links.Any(link => link.To == change.Id);

    /// <summary>The items of both, as the incident names them. Compared without case.</summary>
    public static IReadOnlyList<string> CommonItems(IReadOnlyList<string> items, Change change) =>
        [.. items.Intersect(change.Content.ConfigurationItems, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The clocks that an incident broke, each once.</summary>
    public static IEnumerable<BreachedClockView> Breaches(
        Incident incident, IReadOnlyList<Recorded<IncidentEvent>> history) =>
        from breached in history.Select(recorded => recorded.Event)
            .OfType<ClockBreached>().DistinctBy(each => each.Clock)
        select new BreachedClockView(
            incident.Id, incident.Number, breached.Agreement, breached.Metric, breached.DueAt);
}

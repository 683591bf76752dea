using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Changes;

/// <summary>Keeps incidents and changes in step: what a review names is linked, and what is linked to a change the
/// change knows of. Safe to repeat.</summary>
public sealed class ReviewConsumer(EventLog log, Clock clock) : IEventConsumer
{
    private static readonly string CausedBy = Words<LinkKind>.Of(LinkKind.CausedBy);

    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType is "change.reviewed" or "incident.linked";

    /// <inheritdoc/>
    public Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel) =>
        published.Practice == Change.Practice ? LinkAll(published, cancel) : Know(published, cancel);

    private async Task LinkAll(PublishedEvent published, CancellationToken cancel)
    {
        var reviewed = (ChangeReviewed)EventTypes<ChangeEvent>.Read(published.Type, published.Data);
        var link = new LinkIncident(published.Record.Value, CausedBy);
        foreach (var id in reviewed.Incidents ?? [])
        {
            var command = Command(published, $"link/{id}");
            var linked = await log.Execute<Incident, IncidentEvent>(
                command, id, incident => LinkIncident.Decide(incident!, link, exists: true), cancel);
            Expect(linked.Problem);
        }
    }

    private async Task Know(PublishedEvent published, CancellationToken cancel)
    {
        var linked = (IncidentLinked)EventTypes<IncidentEvent>.Read(published.Type, published.Data);
        if (linked.To.Prefix != Change.Prefix) return;
        var known = await log.Execute<Change, ChangeEvent>(
            Command(published, "know"), linked.To, change => Knows(change!, published.Record), cancel);
        Expect(known.Problem);
    }

    private static Decision<ChangeEvent> Knows(Change change, RecordId incident) =>
        change.Incidents.Contains(incident) ? Decision<ChangeEvent>.Nothing : new ChangeIncidentLinked(incident);

    private CommandContext Command(PublishedEvent published, string what) =>
        CommandContext.Internal(published.Tenant, CommandId.FromCause("review", published.Id, what), clock.Now);

    /// <summary>An incident that has no room for one more link stays as it is; a conflict that outlasted its retries is
    /// for
    /// the bus to deliver again.</summary>
    private static void Expect(Problem? refusal)
    {
        if (refusal is { Code: not ProblemCode.ValidationFailed })
            throw new InvalidOperationException($"A link was refused: {refusal.Detail}");
    }
}

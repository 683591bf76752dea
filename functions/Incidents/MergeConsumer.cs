using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Incidents;

/// <summary>Hears that incidents were merged, or not after all, and lets the other incident say the same.</summary>
/// <remarks>Goes by how the merged incident is now, and looks again when it is done: whatever order the events come in,
/// and however often, both say the same in the end.</remarks>
public sealed class MergeConsumer(EventLog log, Clock clock) : IEventConsumer
{
    private const int Tries = 20;

    /// <inheritdoc/>
    public bool Hears(string eventType) => eventType is "incident.merged" or "incident.unmerged";

    /// <inheritdoc/>
    public Task On(PublishedEvent published, DurableTaskClient client, CancellationToken cancel) =>
        On(published, cancel);

    /// <summary>The same; merges start no workflow.</summary>
    public async Task On(PublishedEvent published, CancellationToken cancel)
    {
        var other = EventTypes<IncidentEvent>.Read(published.Type, published.Data) switch
        {
            IncidentMerged merged => merged.Into,
            IncidentUnmerged unmerged => unmerged.From,
            _ => throw new InvalidDataException($"{published.Id} is {published.Type}."),
        };
        var seen = await Find(published.Tenant, published.Record, cancel);
        for (var tries = 0; tries < Tries; tries++)
        {
            var circle = await Closes(published.Tenant, seen, cancel);
            if (circle is { } opened) await Open(published, opened, cancel);
            else await Tell(published, seen, other, cancel);
            var now = await Find(published.Tenant, published.Record, cancel);
            if (circle is null && now.Merged == seen.Merged) return;
            seen = now;
        }
        throw new InvalidOperationException($"{published.Record} was merged and taken back {Tries} times meanwhile.");
    }

    private async Task Tell(PublishedEvent published, Incident merged, RecordId other, CancellationToken cancel)
    {
        var id = CommandId.FromCause("merge", published.Id, $"{merged.Version}");
        var told = await log.Execute<Incident, IncidentEvent>(
            CommandContext.Internal(published.Tenant, id, clock.Now) with { By = published.By }, other,
            survivor => Decide(survivor!, merged, other), cancel);
        _ = told.Value; // A refusal here is a conflict that outlasted its retries: the bus delivers again.
    }

    private static Decision<IncidentEvent> Decide(Incident survivor, Incident merged, RecordId other) =>
        (merged.Merged?.Into == other, survivor.Absorbed.Contains(merged.Id)) switch
        {
            (true, false) => new IncidentAbsorbed(merged.Id),
            (false, true) => new IncidentReleased(merged.Id),
            _ => Decision<IncidentEvent>.Nothing,
        };

    /// <summary>The incident that is taken out of a circle, which several merges at once can close: the same one,
    /// whoever asks. Null when the chain has an end.</summary>
    private async Task<RecordId?> Closes(TenantId tenant, Incident merged, CancellationToken cancel)
    {
        var chain = new SortedSet<string>(StringComparer.Ordinal) { merged.Id.Value };
        for (var next = merged; next.Merged is { } merge;)
        {
            if (merge.Into == merged.Id) return RecordId.From(chain.Min!);
            if (!chain.Add(merge.Into.Value)) return null; // A circle that others close.
            next = await Find(tenant, merge.Into, cancel);
        }
        return null;
    }

    private async Task Open(PublishedEvent published, RecordId circle, CancellationToken cancel)
    {
        var id = CommandId.FromCause("circle", published.Id, circle.Value);
        var opened = await log.Execute<Incident, IncidentEvent>(
            CommandContext.Internal(published.Tenant, id, clock.Now), circle,
            incident => incident!.Merged is null ? Decision<IncidentEvent>.Nothing : UnmergeIncident.Decide(incident),
            cancel);
        _ = opened.Value;
    }

    private async Task<Incident> Find(TenantId tenant, RecordId id, CancellationToken cancel) =>
        (await log.Get<Incident, IncidentEvent>(tenant, id, cancel)).Value.State;
}

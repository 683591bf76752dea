using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Webhooks;

namespace ItsmServerless.Events;

/// <summary>Gives every event that may be told its number in the tenant: without gaps, each event once, those of a
/// record in their order.</summary>
/// <remarks>An event that comes before one that happened earlier to its record brings that along, out of the log. Events
/// that wait together are numbered together. The same event again changes nothing, however much later.</remarks>
public sealed class EventNumbering(
    EventLedger ledger, EventStretches stretches, RecordStore store, EventSignals signals, Clock clock)
{
    private readonly ConcurrentDictionary<TenantId, NumberingLane> lanes = new();

    /// <summary>Returns when the event has its number. May be called again.</summary>
    public async Task Take(PublishedEvent published, CancellationToken cancel)
    {
        if (EventCatalogue.Find(published.Type) is null) return;
        var lane = lanes.GetOrAdd(published.Tenant, _ => new());
        var own = lane.Add(published);
        using var turn = await lane.Enter(cancel);
        if (own.IsNumbered) return;
        var together = lane.TakeWaiting(own);
        var batch = new NumberingBatch(published.Tenant, lane, ledger, stretches, store, clock);
        await batch.Number([.. together.Select(waiting => waiting.Event)], cancel);
        foreach (var waiting in together) waiting.IsNumbered = true;
        signals.Raise(published.Tenant);
    }
}

/// <summary>One tenant's events on their way to a number, in this process.</summary>
internal sealed class NumberingLane : IDisposable
{
    private const int MostRemembered = 10_000;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly ConcurrentQueue<WaitingEvent> queue = new();
    private readonly Dictionary<RecordId, int> lasts = [];

    /// <summary>The head as this process left it; null when that is not known.</summary>
    public EventHead? Head { get; private set; }

    public void Dispose() => gate.Dispose();

    public WaitingEvent Add(PublishedEvent published)
    {
        var waiting = new WaitingEvent(published);
        queue.Enqueue(waiting);
        return waiting;
    }

    public async Task<IDisposable> Enter(CancellationToken cancel)
    {
        await gate.WaitAsync(cancel);
        return new Turn(gate);
    }

    /// <summary>The event whose turn it is, and others that wait.</summary>
    public IReadOnlyList<WaitingEvent> TakeWaiting(WaitingEvent own)
    {
        var taken = new List<WaitingEvent> { own };
        while (taken.Count < NumberingBatch.Most && queue.TryDequeue(out var next))
            if (next != own && !next.IsNumbered) taken.Add(next);
        return taken;
    }

    /// <summary>What this process knows of a record; null for nothing.</summary>
    public int? Last(RecordId record) => lasts.TryGetValue(record, out var last) ? last : null;

    public void Remember(RecordId record, int last)
    {
        if (lasts.Count >= MostRemembered) lasts.Clear();
        lasts[record] = last;
    }

    /// <summary>The head after a transaction of this process.</summary>
    public void Advance(EventHead head) => Head = head.ETag is null ? null : head;

    /// <summary>The head as storage has it: others may have numbered, so what was known of records is not.</summary>
    public EventHead Learn(EventHead head)
    {
        lasts.Clear();
        Head = head;
        return head;
    }

    public void Forget() => Head = null;

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

/// <summary>An event whose handler waits.</summary>
internal sealed class WaitingEvent(PublishedEvent published)
{
    public PublishedEvent Event { get; } = published;

    public bool IsNumbered { get; set; }
}

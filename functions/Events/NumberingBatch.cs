using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Webhooks;

namespace ItsmServerless.Events;

/// <summary>Numbers what waits together, as often as another process comes between.</summary>
internal sealed class NumberingBatch(
    TenantId tenant, NumberingLane lane, EventLedger ledger, EventStretches stretches, RecordStore store, Clock clock)
{
    /// <summary>Events in one transaction: each may need a row for its record, and there is the head.</summary>
    public const int Most = 49;

    private const int Tries = 50;

    /// <summary>Records of whom nothing is numbered, as far as their first events tell; the transaction finds out.</summary>
    private readonly HashSet<RecordId> taken = [];
    private bool mayGuess = true;

    public async Task Number(IReadOnlyList<PublishedEvent> events, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries;)
        {
            var head = lane.Head ?? lane.Learn(await stretches.Newest(tenant, cancel));
            if (head.IsFull)
            {
                await stretches.Follow(tenant, head, cancel);
                lane.Forget();
                continue;
            }
            var missing = await Missing(head, events, cancel);
            if (missing.Count == 0) return;
            if (!await TryNumber(head, [.. missing.Take(Math.Min(Most, EventRows.Stretch - head.Count))], cancel)) tries++;
        }
        throw new InvalidOperationException($"{events[0].Id} met others {Tries} times.");
    }

    private async Task<bool> TryNumber(EventHead head, IReadOnlyList<PublishedEvent> some, CancellationToken cancel)
    {
        var numbered = some.Select((published, index) => new NumberedEvent(
            head.Newest + 1 + index, published.Type,
            WebhookMessage.Of(published, EventCatalogue.Find(published.Type)!, PayloadKind.Full))).ToList();
        var records = some.GroupBy(published => published.Record).ToDictionary(
            group => group.Key, group => (Last: group.Max(published => published.Sequence), IsNew: taken.Contains(group.Key)));
        if (await ledger.TryNumber(tenant, head, numbered, records, clock.Now, cancel) is not { } next)
        {
            lane.Forget();
            mayGuess = false;
            return false;
        }
        lane.Advance(next);
        foreach (var (record, now) in records) lane.Remember(record, now.Last);
        return true;
    }

    /// <summary>What has no number yet, up to the events themselves, in the order of time and of each record.</summary>
    private async Task<IReadOnlyList<PublishedEvent>> Missing(
        EventHead head, IReadOnlyList<PublishedEvent> events, CancellationToken cancel)
    {
        taken.Clear();
        var missing = await Task.WhenAll(events.GroupBy(published => published.Record)
            .Select(group => MissingOf(head, [.. group], cancel)));
        return [.. missing.SelectMany(each => each).OrderBy(each => each.At).ThenBy(each => each.Sequence)];
    }

    private async Task<IEnumerable<PublishedEvent>> MissingOf(
        EventHead head, IReadOnlyList<PublishedEvent> events, CancellationToken cancel)
    {
        var record = events[0].Record;
        var last = lane.Last(record) ?? (TryTake(head, events) ? 0 : await ledger.Last(tenant, head, record, cancel));
        var known = events.DistinctBy(published => published.Sequence).ToDictionary(published => published.Sequence);
        var newest = known.Keys.Max();
        var wanted = Enumerable.Range(last + 1, Math.Max(0, newest - last)).ToList();
        if (!wanted.TrueForAll(known.ContainsKey))
            foreach (var stored in await store.Events(tenant, record, last, wanted.Count, cancel))
                known.TryAdd(stored.Sequence, Published(events[0], stored));
        return wanted.Select(sequence => known[sequence]).Where(each => EventCatalogue.Find(each.Type) is not null);
    }

    /// <summary>Whether a record's first event is here, and could be numbered nowhere but in this stretch.</summary>
    private bool TryTake(EventHead head, IReadOnlyList<PublishedEvent> events) =>
        mayGuess && events.Any(first => first.Sequence == 1 && head.IsAllOf(first.At)) && taken.Add(events[0].Record);

    private static PublishedEvent Published(PublishedEvent sibling, StoredEvent stored) => sibling with
    {
        Sequence = stored.Sequence,
        Type = stored.Type,
        At = stored.At,
        By = stored.By,
        Data = stored.Data,
    };
}

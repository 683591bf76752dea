using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Events;

/// <summary>Reads and writes the numbered events of tenants. The rows are described at <see
/// cref="EventRows"/>.</summary>
public sealed class EventLedger(Kernel.Storage.Tables tables)
{
    /// <summary>How far the feed is. One point read, and one for each stretch that was begun since the state was
    /// written: mostly none.</summary>
    internal async Task<EventHead> Head(TenantId tenant, FeedState state, CancellationToken cancel)
    {
        var head = await TryHead(tenant, state.Newest, cancel) ?? new(state.Newest, 0, default, null);
        while (head.IsFull && await TryHead(tenant, head.Stretch + 1, cancel) is { } next) head = next;
        return head;
    }

    /// <summary>One point read.</summary>
    internal async Task<FeedState> State(TenantId tenant, CancellationToken cancel) =>
        await Row(tenant, EventRows.StatePartition, EventRows.StateKey, cancel) is { } row
            ? EventRows.ReadState(row)
            : FeedState.None;

    /// <summary>Writes the state, unless somebody else did meanwhile. One write.</summary>
    internal async Task<bool> TryWrite(TenantId tenant, FeedState state, CancellationToken cancel)
    {
        var row = EventRows.State(state);
        return await Won(state.ETag is { } seen
            ? Table(tenant).UpdateEntityAsync(row, seen, TableUpdateMode.Replace, cancel)
            : Table(tenant).AddEntityAsync(row, cancel));
    }

    /// <summary>Up to which of its own events a record is numbered; 0 for none. Two point reads.</summary>
    /// <remarks>True as long as the head stays as it was read before.</remarks>
    internal async Task<int> Last(TenantId tenant, EventHead head, RecordId record, CancellationToken cancel)
    {
        var key = EventRows.RecordKey(record);
        var rows = await Task.WhenAll(
            Row(tenant, EventRows.Partition(head.Stretch), key, cancel),
            Row(tenant, EventRows.LastPartition(record), key, cancel));
        return rows.OfType<TableEntity>().Select(EventRows.ReadLast).DefaultIfEmpty(0).Max();
    }

    /// <summary>Numbers events: head, events, and how far their records are, in one transaction.</summary>
    /// <param name="records">How far each is now, and whether it was taken for new.</param>
    /// <returns>The head afterwards; null when another process numbered meanwhile, or this did, and its answer was
    /// lost; or when a record is not new.</returns>
    internal async Task<EventHead?> TryNumber(
        TenantId tenant, EventHead head, IReadOnlyList<NumberedEvent> events,
        IReadOnlyDictionary<RecordId, (int Last, bool IsNew)> records, Instant now, CancellationToken cancel)
    {
        var next = head with { Count = head.Count + events.Count, At = now, ETag = null };
        var row = EventRows.Head(next);
        var partition = EventRows.Partition(head.Stretch);
        List<TableTransactionAction> actions =
        [
            head.ETag is { } seen
                ? new(TableTransactionActionType.UpdateReplace, row, seen)
                : new(TableTransactionActionType.Add, row),
            .. events.Select(numbered =>
                new TableTransactionAction(TableTransactionActionType.Add, EventRows.Event(numbered))),
            .. records.Select(record => new TableTransactionAction(
                record.Value.IsNew ? TableTransactionActionType.Add : TableTransactionActionType.UpsertReplace,
                EventRows.Last(partition, EventRows.RecordKey(record.Key), record.Value.Last))),
        ];
        try
        {
            var done = await Table(tenant).SubmitTransactionAsync(actions, cancel);
            return next with { ETag = done.Value[0].Headers.ETag };
        }
        catch (RequestFailedException meanwhile) when (meanwhile.Status is 409 or 412)
        {
            return null;
        }
    }

    /// <summary>Begins a stretch; one that is there stays as it is. One write.</summary>
    internal Task Begin(TenantId tenant, int stretch, Instant now, CancellationToken cancel) =>
        Won(Table(tenant).AddEntityAsync(EventRows.Head(new(stretch, 0, now, null) { Begun = now }), cancel));

    /// <summary>Events after a number, in order, at most so many, of one stretch. One query.</summary>
    internal async Task<IReadOnlyList<NumberedEvent>> After(TenantId tenant, long after, int most, CancellationToken cancel)
    {
        var (partition, from) = (EventRows.Partition(EventRows.StretchOf(after + 1)), EventRows.EventKey(after));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey gt {from} and RowKey lt {EventRows.AfterEvents}");
        return await Table(tenant).QueryAsync<TableEntity>(filter, most, cancellationToken: cancel)
            .Take(most).Select(EventRows.ReadEvent).ToListAsync(cancel);
    }

    /// <summary>How far the records of a stretch are. One query.</summary>
    internal async Task<IReadOnlyDictionary<RecordId, int>> Records(TenantId tenant, int stretch, CancellationToken cancel)
    {
        var partition = EventRows.Partition(stretch);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {EventRows.FirstRecord} and RowKey lt {EventRows.AfterRecords}");
        return await Table(tenant).QueryAsync<TableEntity>(filter, cancellationToken: cancel).ToDictionaryAsync(
            row => RecordId.From(row.RowKey[EventRows.FirstRecord.Length..]), EventRows.ReadLast,
            cancellationToken: cancel);
    }

    /// <summary>Keeps for good how far records are, where that is further than what is kept. A point read a record,
    /// and a transaction a partition.</summary>
    internal Task Keep(TenantId tenant, IReadOnlyDictionary<RecordId, int> records, CancellationToken cancel) =>
        Parallel.ForEachAsync(
            records.GroupBy(record => EventRows.LastPartition(record.Key)),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancel },
            async (group, token) =>
            {
                foreach (var some in group.Chunk(Limits.TransactionEntities))
                    while (!await TryKeep(tenant, group.Key, some, token)) continue;
            });

    /// <summary>Deletes the rows of a stretch; may be called again. A query, and a transaction a hundred.</summary>
    internal async Task Drop(TenantId tenant, int stretch, CancellationToken cancel)
    {
        var partition = EventRows.Partition(stretch);
        var rows = await Table(tenant).QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["PartitionKey", "RowKey"],
            cancellationToken: cancel).ToListAsync(cancel);
        foreach (var some in rows.Chunk(Limits.TransactionEntities))
            await Table(tenant).SubmitTransactionAsync(
                some.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row)), cancel);
    }

    private async Task<bool> TryKeep(
        TenantId tenant, string partition, KeyValuePair<RecordId, int>[] records, CancellationToken cancel)
    {
        var actions = new List<TableTransactionAction>();
        foreach (var (record, sequence) in records)
        {
            var row = EventRows.Last(partition, EventRows.RecordKey(record), sequence);
            var kept = await Row(tenant, partition, row.RowKey, cancel);
            if (kept is null) actions.Add(new(TableTransactionActionType.Add, row));
            else if (EventRows.ReadLast(kept) < sequence)
                actions.Add(new(TableTransactionActionType.UpdateReplace, row, kept.ETag));
        }
        return actions.Count == 0 || await Won(Table(tenant).SubmitTransactionAsync(actions, cancel));
    }

    /// <summary>One point read; null when the stretch is not begun, or dropped.</summary>
    internal async Task<EventHead?> TryHead(TenantId tenant, int stretch, CancellationToken cancel) =>
        await Row(tenant, EventRows.Partition(stretch), EventRows.HeadKey, cancel) is { } row
            ? EventRows.ReadHead(stretch, row)
            : null;

    private static async Task<bool> Won(Task write)
    {
        try
        {
            await write;
            return true;
        }
        catch (RequestFailedException meanwhile) when (meanwhile.Status is 409 or 412)
        {
            return false;
        }
    }

    private async Task<TableEntity?> Row(TenantId tenant, string partition, string key, CancellationToken cancel)
    {
        var found = await Table(tenant).GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Events);
}

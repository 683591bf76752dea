using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Reads and writes record partitions. Nothing else touches the tables of records.</summary>
public sealed class RecordStore(Tables tables)
{
    /// <summary>One point read.</summary>
    internal async Task<HeadRow?> Head(TenantId tenant, RecordId id, CancellationToken cancel) =>
        await Row(tenant, id, RecordRows.HeadKey, cancel) is { } row ? RecordRows.ReadHead(row) : null;

    /// <summary>One point read.</summary>
    internal async Task<CommandRow?> Command(TenantId tenant, RecordId id, CommandId command, CancellationToken cancel) =>
        await Row(tenant, id, RecordRows.CommandKey(command), cancel) is { } row ? RecordRows.ReadCommand(row) : null;

    /// <summary>Events after a sequence, oldest first. One query over a range of one partition.</summary>
    public async Task<IReadOnlyList<StoredEvent>> Events(TenantId tenant, RecordId id, int after, int limit, CancellationToken cancel)
    {
        var from = RecordRows.EventKey(after);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {id.Value} and RowKey gt {from} and RowKey lt {RecordRows.AfterEventKey}");
        var rows = tables.Of(tenant, TableNames.Records).QueryAsync<TableEntity>(filter, Math.Min(limit, 1000), cancellationToken: cancel);
        return await rows.Take(limit).Select(RecordRows.ReadEvent).ToListAsync(cancel);
    }

    /// <summary>One record with all its events; null when there is none. One query.</summary>
    public async Task<WholeRecord?> Whole(TenantId tenant, RecordId id, CancellationToken cancel) =>
        await Collect(tenant, $"PartitionKey eq {id.Value}", cancel).FirstOrDefaultAsync(cancel);

    /// <summary>All records of a kind after one of them, in the order of their ids, each with its events. A query over a
    /// range of partitions: a call for each thousand rows.</summary>
    public IAsyncEnumerable<WholeRecord> All(TenantId tenant, string prefix, RecordId? after, CancellationToken cancel)
    {
        var (from, to) = (after?.Value ?? prefix + "_", EndOf(prefix));
        return Collect(tenant, $"PartitionKey gt {from} and PartitionKey lt {to}", cancel);
    }

    /// <summary>The states of all records of a kind, in the order of their ids. Passes over all their rows.</summary>
    public IAsyncEnumerable<StoredHead> Heads(TenantId tenant, string prefix, CancellationToken cancel)
    {
        var (from, to) = (prefix + "_", EndOf(prefix));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey gt {from} and PartitionKey lt {to} and RowKey eq {RecordRows.HeadKey}");
        return tables.Of(tenant, TableNames.Records).QueryAsync<TableEntity>(filter, cancellationToken: cancel)
            .Select(row => new StoredHead(RecordId.From(row.PartitionKey), row.Document()));
    }

    /// <summary>The ids of a kind of record after one, in their order. Scans rows of that kind: for work in the
    /// background.</summary>
    /// <param name="kind">The prefix of the ids.</param>
    public async Task<IReadOnlyList<RecordId>> Ids(
        TenantId tenant, string kind, string after, int limit, CancellationToken cancel)
    {
        var end = EndOf(kind);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey gt {after} and PartitionKey lt {end} and RowKey eq {RecordRows.HeadKey}");
        return await tables.Of(tenant, TableNames.Records)
            .QueryAsync<TableEntity>(filter, Math.Min(limit, 1000), ["PartitionKey"], cancel)
            .Take(limit).Select(row => RecordId.From(row.PartitionKey)).ToListAsync(cancel);
    }

    /// <summary>Commits head, events and command row together, or reports that another was faster.</summary>
    /// <returns>False on a conflict: the head moved, or the command is there already (perhaps our own, its answer
    /// lost).</returns>
    internal async Task<bool> TryCommit(TenantId tenant, Transaction transaction, CancellationToken cancel)
    {
        try
        {
            await tables.Of(tenant, TableNames.Records).SubmitTransactionAsync(transaction.Actions, cancel);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412 || IsMissingHead(conflict))
        {
            return false; // The SDK repeats a request whose answer was lost and then meets its own success: the caller reads back.
        }
    }

    /// <summary>Writes down what a command without events was answered. One insert.</summary>
    /// <returns>False when the command's row is there already: its answer counts.</returns>
    internal async Task<bool> TryKeep(
        TenantId tenant, RecordId id, CommandContext command, int version, KeptAnswer kept, CancellationToken cancel)
    {
        try
        {
            var row = RecordRows.Command(id, command, version, kept);
            await tables.Of(tenant, TableNames.Records).AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException exists) when (exists.Status == 409)
        {
            return false;
        }
    }

    private async IAsyncEnumerable<WholeRecord> Collect(
        TenantId tenant, FormattableString partitions, [EnumeratorCancellation] CancellationToken cancel)
    {
        var collector = new RecordCollector();
        var rows = TableClient.CreateQueryFilter($"RowKey ge {RecordRows.FirstEventKey}");
        var filter = $"({TableClient.CreateQueryFilter(partitions)}) and {rows}";
        await foreach (var row in tables.Of(tenant, TableNames.Records).QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            if (collector.Partition is { } partition && partition != row.PartitionKey && await Next() is { } record)
                yield return record;
            collector.Take(row);
        }
        if (await Next() is { } last) yield return last;

        Task<WholeRecord?> Next() => collector.Complete((id, after) => Events(tenant, id, after, int.MaxValue, cancel));
    }

    /// <summary>The first key behind all ids of a kind: the character after the underscore.</summary>
    private static string EndOf(string prefix) => prefix + "`";

    private static bool IsMissingHead(RequestFailedException failure) => failure.Status == 404 && failure.ErrorCode == "ResourceNotFound";

    private async Task<TableEntity?> Row(TenantId tenant, RecordId id, string row, CancellationToken cancel)
    {
        var found = await tables.Of(tenant, TableNames.Records).GetEntityIfExistsAsync<TableEntity>(id.Value, row, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }
}

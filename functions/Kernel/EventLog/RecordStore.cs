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

    private static bool IsMissingHead(RequestFailedException failure) => failure.Status == 404 && failure.ErrorCode == "ResourceNotFound";

    private async Task<TableEntity?> Row(TenantId tenant, RecordId id, string row, CancellationToken cancel)
    {
        var found = await tables.Of(tenant, TableNames.Records).GetEntityIfExistsAsync<TableEntity>(id.Value, row, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }
}

using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Writes the read models: one transaction for each table and partition touched, shared with other records
/// whose rows lie there and wait.</summary>
public sealed partial class Projections(Tables tables, GroupCommit together, ILogger<Projections> logger)
{
    /// <summary>Writes, or leaves it to the sweeper when storage is away: the command itself is committed by
    /// now.</summary>
    /// <returns>Whether all rows are written.</returns>
    public async Task<bool> TryWrite(TenantId tenant, RowChange change, CancellationToken cancel)
    {
        try
        {
            await Write(tenant, change, cancel);
            return true;
        }
        catch (RequestFailedException away)
        {
            LogLeftToSweeper(logger, tenant, away.Status, away);
            return false;
        }
    }

    /// <summary>Writes all rows; may be called again.</summary>
    public Task Write(TenantId tenant, RowChange change, CancellationToken cancel) => Task.WhenAll(
        change.Put.Select(row => (Row: row, Action: new TableTransactionAction(TableTransactionActionType.UpsertReplace, Entity(row))))
            .Concat(change.Remove.Select(row => (Row: row, Action: new TableTransactionAction(TableTransactionActionType.Delete, new TableEntity(row.Partition, row.Row)))))
            .GroupBy(step => (step.Row.Shared, step.Row.Table, step.Row.Partition))
            .SelectMany(group => group.Chunk(Storage.Limits.TransactionEntities))
            .Select(steps => Submit(Client(tenant, steps[0].Row), [.. steps.Select(step => step.Action)], cancel)));

    private TableClient Client(TenantId tenant, ListRow row) => row.Shared ? tables.Shared(row.Table) : tables.Of(tenant, row.Table);

    private async Task Submit(TableClient table, List<TableTransactionAction> actions, CancellationToken cancel)
    {
        try
        {
            await together.Submit(table, actions, cancel);
        }
        catch (RequestFailedException missing) when (missing.Status == 404 && missing.ErrorCode != "TableNotFound")
        {
            await OneByOne(table, actions, cancel); // A row to remove is gone already: a crash or another writer came between.
        }
    }

    private static async Task OneByOne(TableClient table, List<TableTransactionAction> actions, CancellationToken cancel)
    {
        foreach (var action in actions)
        {
            if (action.ActionType == TableTransactionActionType.Delete)
                await table.DeleteEntityAsync(action.Entity.PartitionKey, action.Entity.RowKey, ETag.All, cancel);
            else await table.UpsertEntityAsync(action.Entity, TableUpdateMode.Replace, cancel);
        }
    }

    private static TableEntity Entity(ListRow row)
    {
        var entity = new TableEntity(row.Partition, row.Row);
        foreach (var (name, value) in row.Columns) entity[name] = value;
        return entity;
    }

    [LoggerMessage(2001, LogLevel.Warning, "List rows of a command of tenant {Tenant} are left to the sweeper: storage answered {Status}")]
    private static partial void LogLeftToSweeper(ILogger logger, TenantId tenant, int status, Exception exception);
}

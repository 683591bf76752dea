using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>A command that may be committed but not yet published.</summary>
public sealed record Intent(TenantId Tenant, RecordId Record, CommandId Command, Instant At);

/// <summary>The small table that makes an outbox without a scan: a row from before the commit until after the
/// publication.</summary>
/// <remarks>Sixteen partitions, so that no partition is hot; the table holds only what is under way.</remarks>
public sealed class Intents(Tables tables) : ISharedRows
{
    private TableClient Table => tables.Shared(TableNames.Pending);

    /// <summary>Before the commit. The same command again puts the same row.</summary>
    public Task Put(CommandContext command, RecordId id, CancellationToken cancel) => Table.UpsertEntityAsync(
        new TableEntity(Partition(command.Id), Row(command.Id, id))
        {
            ["Tenant"] = command.Tenant.Value,
            ["Record"] = id.Value,
            ["Command"] = command.Id.Value,
            ["At"] = command.At.ToDateTimeOffset(),
        }, TableUpdateMode.Replace, cancel);

    /// <summary>After the publication; a row that is gone already is fine.</summary>
    public Task Remove(CommandId command, RecordId id, CancellationToken cancel) =>
        Table.DeleteEntityAsync(Partition(command), Row(command, id), ETag.All, cancel);

    /// <summary>What was begun before an instant and is still here, in no order. Reads the whole table: it is small by
    /// design.</summary>
    public IAsyncEnumerable<Intent> Before(Instant instant, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"At le {instant.ToDateTimeOffset()}");
        return Table.QueryAsync<TableEntity>(filter, cancellationToken: cancel).Select(Read);
    }

    /// <inheritdoc/>
    /// <remarks>Reads the whole table: it is small by design.</remarks>
    public async Task<int> Remove(TenantId tenant, CancellationToken cancel)
    {
        var count = 0;
        var filter = TableClient.CreateQueryFilter($"Tenant eq {tenant.Value}");
        await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
        {
            await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancel);
            count++;
        }
        return count;
    }

    private static string Partition(CommandId command) => command.Value[..1];

    private static string Row(CommandId command, RecordId id) => $"{command}|{KeyText.Hash(id.Value)}";

    private static Intent Read(TableEntity row) => new(
        TenantId.From(row.GetString("Tenant")), RecordId.From(row.GetString("Record")), new(row.GetString("Command")),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value));
}

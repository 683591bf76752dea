using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>A command that may be committed but not yet published.</summary>
/// <param name="Partition">Where its row lies; so says <paramref name="Row"/>.</param>
public sealed record Intent(TenantId Tenant, RecordId Record, CommandId Command, Instant At, string Partition, string Row);

/// <summary>The small table that makes an outbox without a scan: a row from before the commit until after the
/// publication.</summary>
/// <remarks>A partition for each process: rows of commands that come at the same time are put in one transaction, and rows
/// that are done go along with the next ones that are put, or a second later. A process that is killed leaves some that are
/// done: they are published once more, which consumers recognise.</remarks>
public sealed class Intents(Tables tables, GroupCommit together, TimeProvider time) : ISharedRows
{
    private const int MostAtOnce = 90;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private readonly string partition = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
    private readonly ConcurrentQueue<string> done = new();
    private int waits;

    private TableClient Table => tables.Shared(TableNames.Pending);

    /// <summary>Before the commit. The same command again puts the same row.</summary>
    public async Task Put(CommandContext command, RecordId id, CancellationToken cancel)
    {
        var row = new TableEntity(partition, Row(command.Id, id))
        {
            ["Tenant"] = command.Tenant.Value,
            ["Record"] = id.Value,
            ["Command"] = command.Id.Value,
            ["At"] = command.At.ToDateTimeOffset(),
        };
        var put = new TableTransactionAction(TableTransactionActionType.UpsertReplace, row);
        var gone = TakeDone(row.RowKey);
        if (gone.Count == 0 || !await TrySubmit([put, .. gone.Select(Deletion)], cancel))
        {
            await together.Submit(Table, [put], cancel);
            await RemoveEach(gone, cancel);
        }
    }

    /// <summary>After the publication of a command of this process: its row goes soon.</summary>
    public void Done(CommandId command, RecordId id)
    {
        done.Enqueue(Row(command, id));
        if (Interlocked.Exchange(ref waits, 1) == 0) _ = RemoveSoon();
    }

    /// <summary>Takes away what is done now. What cannot be taken away is published once more by the sweeper, which then
    /// takes it away.</summary>
    public async Task TryFlush(CancellationToken cancel)
    {
        try
        {
            while (TakeDone("") is { Count: > 0 } gone)
                if (!await TrySubmit([.. gone.Select(Deletion)], cancel)) await RemoveEach(gone, cancel);
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            return; // Whatever was wrong, the sweeper is there for it.
        }
    }

    /// <summary>After the publication; a row that is gone already is fine.</summary>
    public Task Remove(Intent intent, CancellationToken cancel) =>
        Table.DeleteEntityAsync(intent.Partition, intent.Row, ETag.All, cancel);

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

    private Task RemoveEach(IEnumerable<string> gone, CancellationToken cancel) =>
        Task.WhenAll(gone.Select(key => Table.DeleteEntityAsync(partition, key, ETag.All, cancel)));

    private async Task RemoveSoon()
    {
        await Task.Delay(Idle, time, CancellationToken.None);
        Volatile.Write(ref waits, 0);
        await TryFlush(CancellationToken.None);
    }

    /// <summary>False when one of the rows that are done was gone: another process took it away.</summary>
    private async Task<bool> TrySubmit(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancel)
    {
        try
        {
            await together.Submit(Table, actions, cancel);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status == 404 && gone.ErrorCode != "TableNotFound")
        {
            return false;
        }
    }

    private List<string> TakeDone(string but)
    {
        var taken = new List<string>();
        while (taken.Count < MostAtOnce && done.TryDequeue(out var key))
            if (key != but) taken.Add(key);
        return [.. taken.Distinct()];
    }

    private TableTransactionAction Deletion(string key) =>
        new(TableTransactionActionType.Delete, new TableEntity(partition, key) { ETag = ETag.All });

    private static string Row(CommandId command, RecordId id) => $"{command}|{KeyText.Hash(id.Value)}";

    private static Intent Read(TableEntity row) => new(
        TenantId.From(row.GetString("Tenant")), RecordId.From(row.GetString("Record")), new(row.GetString("Command")),
        Instant.FromDateTimeOffset(row.GetDateTimeOffset("At")!.Value), row.PartitionKey, row.RowKey);
}

using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>The instances in their table, one partition each.</summary>
internal sealed class InstanceStore(TableClient table, TextCells cells)
{
    private const int MostOperations = 100;

    private readonly InstanceRows _rows = new(cells);

    /// <summary>Stores a new instance; <see langword="null"/> when there is one of its id.</summary>
    public async Task<StoredInstance?> TryCreateAsync(InstanceState state, CancellationToken cancellationToken)
    {
        var commit = NewCommit();
        var row = await _rows.WriteAsync(state, before: null, commit, cancellationToken);
        try
        {
            var response = await table.AddEntityAsync(row, cancellationToken);
            return new(response.Headers.ETag!.Value, commit, state);
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // Either it is there, or a lost answer was asked for again and this is our own success.
            var existing = await ReadAsync(state.Id, cancellationToken);
            return existing?.Commit == commit ? existing : null;
        }
    }

    /// <summary>The instance of that id, or <see langword="null"/>: one point read.</summary>
    public async Task<StoredInstance?> ReadAsync(string instanceId, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            InstanceRows.Key(instanceId), InstanceRows.Instance, cancellationToken: cancellationToken);
        return found.HasValue ? await _rows.ReadAsync(found.Value!, cancellationToken) : null;
    }

    /// <summary>The instance and its inbox, in one range of its partition.</summary>
    public async Task<(StoredInstance Instance, IReadOnlyList<Message> Inbox)?> LoadAsync(
        string key, CancellationToken cancellationToken)
    {
        StoredInstance? instance = null;
        var inbox = new List<Message>();
        await foreach (var row in RangeAsync(key, InstanceRows.Inbox, InstanceRows.LastOfInbox, cancellationToken))
        {
            if (row.RowKey == InstanceRows.Instance)
                instance = await _rows.ReadAsync(row, cancellationToken);
            else
                inbox.Add(await _rows.ReadMessageAsync(row, cancellationToken));
        }

        return instance is null ? null : (instance, inbox);
    }

    /// <summary>The turns of a run, in order.</summary>
    public async Task<IReadOnlyList<Turn>> ReadHistoryAsync(
        string instanceId, int execution, CancellationToken cancellationToken)
    {
        var turns = new List<Turn>();
        var (from, to) = (InstanceRows.Turn(execution, 0), InstanceRows.Turn(execution, 99_999_999));
        await foreach (var row in RangeAsync(InstanceRows.Key(instanceId), from, to, cancellationToken))
            turns.Add(await _rows.ReadTurnAsync(row, cancellationToken));
        return turns;
    }

    /// <summary>Stores a message.</summary>
    public async Task AddMessageAsync(string instanceId, Message message, CancellationToken cancellationToken)
    {
        var row = await _rows.WriteAsync(instanceId, message, cancellationToken);
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // Row keys are handed out once, so it is this very message: a lost answer was asked for again.
        }
    }

    /// <summary>Commits one step of an instance in one transaction: all of it or nothing.</summary>
    public async Task<StoredInstance> CommitAsync(
        StoredInstance before,
        InstanceState after,
        Turn? turn,
        IReadOnlyList<Message> taken,
        CancellationToken cancellationToken)
    {
        var commit = NewCommit();
        var row = await _rows.WriteAsync(after, before.State, commit, cancellationToken);
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateMerge, row, before.ETag),
        };
        actions.AddRange(taken.Where(message => message.RowKey is not null)
            .Select(message => Delete(row, message.RowKey!)));
        if (after.Execution == before.State.Execution && turn is not null)
            actions.Add(new(TableTransactionActionType.Add, await WriteTurnAsync(after, turn, cancellationToken)));
        if (after.Execution != before.State.Execution)
            actions.AddRange(OldTurns(row, before.State).Take(MostOperations - actions.Count));
        var responses = await table.SubmitTransactionAsync(actions, cancellationToken);
        return new(responses.Value[0].Headers.ETag!.Value, commit, after);
    }

    /// <summary>Removes what a run that started over has left; nothing reads it any more.</summary>
    public async Task RemoveOldTurnsAsync(InstanceState before, CancellationToken cancellationToken)
    {
        var (from, to) = (InstanceRows.Turn(before.Execution, 0), InstanceRows.Turn(before.Execution + 1, 0));
        if (before.Turns < MostOperations - Mailbox.LongestBatch)
            return;
        var key = InstanceRows.Key(before.Id);
        var rows = await RangeAsync(key, from, to, cancellationToken).ToListAsync(cancellationToken);
        foreach (var batch in rows.Chunk(MostOperations))
            await table.SubmitTransactionAsync(batch.Select(row => Delete(row, row.RowKey)), cancellationToken);
    }

    /// <summary>
    /// Removes an instance with all it has; the instance itself last, so that a half purge can be repeated.
    /// </summary>
    public async Task PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var key = InstanceRows.Key(instanceId);
        var rows = await RangeAsync(key, InstanceRows.History, InstanceRows.LastOfInbox, cancellationToken)
            .ToListAsync(cancellationToken);
        var ordered = rows.OrderBy(row => row.RowKey == InstanceRows.Instance);
        foreach (var batch in ordered.Chunk(MostOperations))
            await table.SubmitTransactionAsync(batch.Select(row => Delete(row, row.RowKey)), cancellationToken);
        await cells.PurgeAsync(key, cancellationToken);
    }

    /// <summary>Pages of instances in the order of their keys.</summary>
    /// <remarks>
    /// Reads through the whole table, history included: for the desk and for tests, never on a path that counts.
    /// </remarks>
    public async IAsyncEnumerable<(IReadOnlyList<InstanceState> Instances, string? Continuation)> ListAsync(
        string filter, int pageSize, string? continuation, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ofInstances = TableClient.CreateQueryFilter($"RowKey eq {InstanceRows.Instance}");
        var query = filter.Length == 0 ? ofInstances : $"{ofInstances} and {filter}";
        var pages = table.QueryAsync<TableEntity>(query, pageSize, cancellationToken: cancellationToken)
            .AsPages(string.IsNullOrEmpty(continuation) ? null : continuation, pageSize);
        await foreach (var page in pages)
        {
            var instances = new List<InstanceState>();
            foreach (var row in page.Values)
                instances.Add((await _rows.ReadAsync(row, cancellationToken)).State);
            yield return (instances, page.ContinuationToken);
        }
    }

    private static string NewCommit() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static TableTransactionAction Delete(TableEntity inPartition, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(inPartition.PartitionKey, rowKey), ETag.All);

    private static IEnumerable<TableTransactionAction> OldTurns(TableEntity row, InstanceState before) =>
        Enumerable.Range(1, before.Turns).Select(turn => Delete(row, InstanceRows.Turn(before.Execution, turn)));

    private Task<TableEntity> WriteTurnAsync(InstanceState after, Turn turn, CancellationToken cancellationToken) =>
        _rows.WriteAsync(after.Id, after.Execution, after.Turns, turn, cancellationToken);

    private IAsyncEnumerable<TableEntity> RangeAsync(
        string key, string from, string to, CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {from} and RowKey lt {to}"),
            cancellationToken: cancellationToken);
}

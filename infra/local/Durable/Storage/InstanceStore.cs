using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>The instances in their table, one partition each.</summary>
internal sealed partial class InstanceStore(TableClient table, TextCells cells)
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
            return new(response.Headers.ETag!.Value, commit, state, InstanceRows.BlobsIn(row, before: null));
        }
        catch (RequestFailedException conflict) when (conflict.Status == 409)
        {
            // Either it is there, or a lost answer was asked for again and this is our own success.
            var existing = await RowAsync(row.PartitionKey, cancellationToken);
            if (existing?.GetString("Commit") == commit)
                return await _rows.ReadAsync(existing, cancellationToken);
            await cells.RemoveAsync(InstanceRows.BlobsIn(row, before: null).Values, cancellationToken);
            return null;
        }
    }

    /// <summary>The instance of that id, or <see langword="null"/>: one point read.</summary>
    /// <exception cref="InvalidDataException">It is there and cannot be read.</exception>
    public async Task<StoredInstance?> ReadAsync(
        string instanceId, CancellationToken cancellationToken, bool withData = true)
    {
        for (var before = default(ETag); ;)
        {
            if (await RowAsync(InstanceRows.Key(instanceId), cancellationToken) is not { } row)
                return null;
            try
            {
                return await _rows.ReadAsync(row, cancellationToken, withData);
            }
            catch (InvalidDataException) when (row.ETag != before)
            {
                // Its turn may have replaced a long text between the two reads. A text that is missing stays so.
                before = row.ETag;
            }
        }
    }

    /// <summary>What the columns of an instance say, whatever else of it cannot be read.</summary>
    public async Task<StoredInstance?> ReadHeadAsync(string instanceId, CancellationToken cancellationToken) =>
        await RowAsync(InstanceRows.Key(instanceId), cancellationToken) is { } row ? InstanceRows.ReadHead(row) : null;

    /// <summary>Stores a message, and says how it is stored.</summary>
    public async Task<Message> AddMessageAsync(
        string instanceId, Message message, CancellationToken cancellationToken)
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

        return message with { Blob = TextCells.NameIn(row, "Event") };
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
        var isSameRun = after.Execution == before.State.Execution;
        var turnRow = isSameRun && turn is not null ? await WriteTurnAsync(after, turn, cancellationToken) : null;
        if (turnRow is not null && InstanceRows.IsLong(turnRow))
            after = after with { HasLongTurns = true };
        var row = await _rows.WriteAsync(after, before.State, commit, cancellationToken);
        var actions = Actions(before, row, turnRow, taken);
        if (!isSameRun)
            actions.AddRange(OldTurns(row, before.State).Take(MostOperations - actions.Count));
        var responses = await table.SubmitTransactionAsync(actions, cancellationToken);
        var stored = new StoredInstance(
            responses.Value[0].Headers.ETag!.Value, commit, after, InstanceRows.BlobsIn(row, before));
        await RemoveLeftTextsAsync(before, stored, taken, cancellationToken);
        return stored;
    }

    private static string NewCommit() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private static List<TableTransactionAction> Actions(
        StoredInstance before, TableEntity row, TableEntity? turn, IReadOnlyList<Message> taken)
    {
        var actions = new List<TableTransactionAction>
        {
            new(TableTransactionActionType.UpdateMerge, row, before.ETag),
        };
        actions.AddRange(taken.Where(message => message.RowKey is not null)
            .Select(message => Delete(row, message.RowKey!)));
        if (turn is not null)
            actions.Add(new(TableTransactionActionType.Add, turn));
        return actions;
    }

    private static TableTransactionAction Delete(TableEntity inPartition, string rowKey) =>
        new(TableTransactionActionType.Delete, new TableEntity(inPartition.PartitionKey, rowKey), ETag.All);

    private static IEnumerable<TableTransactionAction> OldTurns(TableEntity row, InstanceState before) =>
        Enumerable.Range(1, before.Turns).Select(turn => Delete(row, InstanceRows.Turn(before.Execution, turn)));

    private Task<TableEntity> WriteTurnAsync(InstanceState after, Turn turn, CancellationToken cancellationToken) =>
        _rows.WriteAsync(after.Id, after.Execution, after.Turns, turn, cancellationToken);

    private async Task<TableEntity?> RowAsync(string key, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            key, InstanceRows.Instance, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private IAsyncEnumerable<TableEntity> RangeAsync(
        string key,
        string from,
        string to,
        CancellationToken cancellationToken,
        IEnumerable<string>? columns = null) =>
        table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {from} and RowKey lt {to}"),
            select: columns,
            cancellationToken: cancellationToken);
}

using Azure.Data.Tables;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

internal sealed partial class InstanceStore
{
    // An emulator looks through the whole table for a range, and finds a row by its keys at once.
    private const int FewTurns = 16;

    /// <summary>The instance and its inbox, which is asked for when something is in it.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hasInbox">Whether something may be in it; one that keeps its inbox is asked for it always.</param>
    /// <param name="evenIfOver">Whether one that is over is wanted.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidDataException">Something of it cannot be read.</exception>
    public async Task<(StoredInstance Instance, IReadOnlyList<Message> Inbox)?> LoadAsync(
        string key, bool hasInbox, bool evenIfOver, CancellationToken cancellationToken)
    {
        if (await RowAsync(key, cancellationToken) is not { } row)
            return null;
        if (!evenIfOver && InstanceRows.ReadHead(row).State.HasEnded)
            return null;
        var instance = await _rows.ReadAsync(row, cancellationToken);
        var inbox = new List<Message>();
        if (hasInbox || instance.State.KeepsInbox)
        {
            var rows = RangeAsync(key, InstanceRows.FirstOfInbox, InstanceRows.LastOfInbox, cancellationToken);
            await foreach (var stored in rows)
                inbox.Add(await _rows.ReadMessageAsync(stored, cancellationToken));
        }

        return (instance, inbox);
    }

    /// <summary>The turns of an instance's run, in order.</summary>
    /// <exception cref="InvalidDataException">One of them is missing, or cannot be read.</exception>
    public async Task<IReadOnlyList<Turn>> ReadHistoryAsync(InstanceState state, CancellationToken cancellationToken)
    {
        var rows = state.Turns <= FewTurns
            ? await Task.WhenAll(Enumerable.Range(1, state.Turns).Select(turn => TurnAsync(state, turn, cancellationToken)))
            : await TurnsAsync(state).ToArrayAsync(cancellationToken);
        if (rows.Length != state.Turns || rows.Contains(null))
            throw new InvalidDataException($"The history of '{state.Id}' has not the {state.Turns} turns it should have.");
        var turns = new List<Turn>();
        foreach (var row in rows)
            turns.Add(await _rows.ReadTurnAsync(row!, cancellationToken));
        return turns;
    }

    /// <summary>The keys of the instances that have messages, in one reading of the whole table.</summary>
    public async Task<IReadOnlySet<string>> KeysWithInboxAsync(CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter(
            $"RowKey ge {InstanceRows.FirstOfInbox} and RowKey lt {InstanceRows.LastOfInbox}");
        var rows = table.QueryAsync<TableEntity>(filter, select: KeysAlone, cancellationToken: cancellationToken);
        return await rows.Select(row => row.PartitionKey).ToHashSetAsync(cancellationToken: cancellationToken);
    }

    /// <summary>What can be read of an instance of which not all can; <see langword="null"/> when there is none.</summary>
    public async Task<DamagedInstance?> LoadDamagedAsync(string key, CancellationToken cancellationToken)
    {
        if (await RowAsync(key, cancellationToken) is not { } row)
            return null;
        var (from, to) = (InstanceRows.FirstOfInbox, InstanceRows.LastOfInbox);
        var rows = await RangeAsync(key, from, to, cancellationToken).ToListAsync(cancellationToken);
        var inbox = new List<Message>();
        foreach (var stored in rows)
        {
            if (await TryAsync(() => _rows.ReadMessageAsync(stored, cancellationToken)) is { } message)
                inbox.Add(message);
        }

        var instance = await TryAsync(() => _rows.ReadAsync(row, cancellationToken)) ?? InstanceRows.ReadHead(row);
        return new(instance, inbox, rows.Count == 0 ? null : rows[^1].RowKey);
    }

    private static async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class
    {
        try
        {
            return await read();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<TableEntity?> TurnAsync(InstanceState state, int turn, CancellationToken cancellationToken)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(
            InstanceRows.Key(state.Id),
            InstanceRows.Turn(state.Execution, turn),
            cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    private IAsyncEnumerable<TableEntity?> TurnsAsync(InstanceState state) => RangeAsync(
        InstanceRows.Key(state.Id),
        InstanceRows.Turn(state.Execution, 1),
        InstanceRows.Turn(state.Execution, state.Turns + 1),
        CancellationToken.None);
}

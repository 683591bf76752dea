using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Remembers the message ids of a queue or topic for a while, in the table as well.</summary>
/// <remarks>Whoever sends holds the turn: a repetition is not acknowledged before the first is stored.</remarks>
internal sealed class DuplicateWindow(TimeSpan window, BusStore store, TimeProvider time) : IDisposable
{
    private const string RowPrefix = "id|";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, TableEntity> _seen = new(StringComparer.Ordinal);
    private readonly Queue<TableEntity> _oldestFirst = [];

    /// <summary>Whether a stored row remembers a message id.</summary>
    public static bool IsIdRow(TableEntity row) => row.RowKey.StartsWith(RowPrefix, StringComparison.Ordinal);

    /// <summary>The row that remembers an id from now on, stored with the message itself.</summary>
    public TableEntity RowOf(string partition, long sequence, string messageId) =>
        new(partition, $"{RowPrefix}{sequence:D19}") { ["MessageId"] = messageId, ["SeenAt"] = time.GetUtcNow() };

    /// <summary>Waits for the turn; disposing the token passes it on.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Turn(_turn);
    }

    /// <summary>Whether the id was seen within the window.</summary>
    public bool HasSeen(string? messageId) =>
        messageId is not null && _seen.TryGetValue(messageId, out var row) && !IsOver(row);

    /// <summary>Remembers stored rows, oldest first.</summary>
    public void Remember(IEnumerable<TableEntity> rows)
    {
        foreach (var row in rows)
        {
            _seen[row.GetString("MessageId")] = row;
            _oldestFirst.Enqueue(row);
        }
    }

    /// <summary>Forgets the ids whose window is over.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        while (_oldestFirst.TryPeek(out var oldest) && IsOver(oldest))
        {
            await store.DeleteAsync(oldest.PartitionKey, oldest.RowKey, cancellationToken);
            _oldestFirst.Dequeue();
            if (ReferenceEquals(_seen.GetValueOrDefault(oldest.GetString("MessageId")), oldest))
                _seen.Remove(oldest.GetString("MessageId"));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private bool IsOver(TableEntity row) => row.GetDateTimeOffset("SeenAt")!.Value + window <= time.GetUtcNow();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

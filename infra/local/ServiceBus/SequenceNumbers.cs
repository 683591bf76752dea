using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Hands out numbers that rise and are never used twice, restarts included.</summary>
/// <remarks>The table knows the end of the block in use; a start begins the next and wastes the rest.</remarks>
internal sealed class SequenceNumbers(BusStore store) : IDisposable
{
    private const string Partition = "sequence";
    private const long BlockSize = 1000;

    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private long _last;
    private long _reservedUpTo;

    /// <summary>The row with the end of the block, to be told from messages when everything is read.</summary>
    public static bool IsNumberRow(TableEntity row) => row.PartitionKey == Partition;

    /// <summary>The first of <paramref name="count"/> numbers in a row.</summary>
    public async Task<long> TakeAsync(int count, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_last + count > _reservedUpTo)
                await ReserveAsync(count, cancellationToken);
            var first = _last + 1;
            _last += count;
            return first;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task ReserveAsync(int count, CancellationToken cancellationToken)
    {
        var known = await store.FindAsync(Partition, Partition, cancellationToken);
        var from = known?.GetInt64("ReservedUpTo") ?? 0;
        var upTo = from + Math.Max(BlockSize, count);
        await store.PutAsync(new TableEntity(Partition, Partition) { ["ReservedUpTo"] = upTo }, cancellationToken);
        _last = from;
        _reservedUpTo = upTo;
    }
}

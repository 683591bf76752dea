using Azure.Data.Tables;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Search;

/// <summary>Writes a segment's rows, as many together as a transaction holds.</summary>
internal sealed class SegmentRows(TableClient table, string partition)
{
    private readonly List<TableTransactionAction> waiting = [];
    private int held;

    /// <summary>What was written so far.</summary>
    public long Bytes { get; private set; }

    public async Task Put(string key, byte[] bytes, CancellationToken cancel)
    {
        if (waiting.Count == Limits.TransactionEntities || held + bytes.Length > Limits.TransactionBytes / 2) await Submit(cancel);
        waiting.Add(new(TableTransactionActionType.UpsertReplace, new TableEntity(partition, key).With(bytes)));
        held += bytes.Length;
        Bytes += bytes.Length;
    }

    public async Task Submit(CancellationToken cancel)
    {
        if (waiting.Count > 0) await table.SubmitTransactionAsync(waiting, cancel);
        waiting.Clear();
        held = 0;
    }
}

/// <summary>A segment was merged into another while somebody read it: read the manifest again.</summary>
internal sealed class SegmentGoneException(string id) : Exception($"Segment {id} is gone.");

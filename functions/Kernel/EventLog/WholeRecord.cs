using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>A record as it is stored: its state, and everything that led there.</summary>
/// <param name="State">The snapshot as JSON.</param>
/// <param name="Events">All of them, oldest first, up to <paramref name="Version"/>.</param>
public sealed record WholeRecord(
    RecordId Id, string Practice, int Version, ReadOnlyMemory<byte> State, IReadOnlyList<StoredEvent> Events);

/// <summary>A record's state as it is stored, without its events.</summary>
/// <param name="State">The snapshot as JSON.</param>
public sealed record StoredHead(RecordId Id, ReadOnlyMemory<byte> State);

/// <summary>Collects the rows of one partition into a record.</summary>
internal sealed class RecordCollector
{
    private readonly List<StoredEvent> events = [];
    private HeadRow? head;

    /// <summary>Whose rows are being collected; null before the first.</summary>
    public string? Partition { get; private set; }

    public void Take(TableEntity row)
    {
        Partition = row.PartitionKey;
        if (row.RowKey == RecordRows.HeadKey) head = RecordRows.ReadHead(row);
        else events.Add(RecordRows.ReadEvent(row));
    }

    /// <summary>The record of the rows taken since the last call; null when there were none.</summary>
    /// <param name="rest">Reads the events after a sequence: some may have come while the rows were read.</param>
    public async Task<WholeRecord?> Complete(Func<RecordId, int, Task<IReadOnlyList<StoredEvent>>> rest)
    {
        if (head is not { } found) return null;
        var id = RecordId.From(Partition!);
        if (events.Count < found.Version) events.AddRange(await rest(id, events.Count));
        var whole = new WholeRecord(id, found.Practice, found.Version, found.State, [.. events.Take(found.Version)]);
        events.Clear();
        (head, Partition) = (null, null);
        return whole;
    }
}

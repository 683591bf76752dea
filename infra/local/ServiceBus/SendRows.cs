using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Writes the rows of one send, all or none, however many they are.</summary>
/// <remarks>
/// One transaction of the table takes 100 rows and 4 MiB. A larger send leaves a mark with its first rows and takes it
/// away with its last: a start that finds the mark drops what is there, as its sender was never answered.
/// </remarks>
internal sealed class SendRows(BusStore store)
{
    private const int MostRows = 99;
    private const int MostBytes = 2 * 1024 * 1024;
    internal const string Mark = "unfinished";

    /// <summary>Whether a row is the mark of a send that was not finished.</summary>
    public static bool IsMark(TableEntity row) => row.RowKey == Mark;

    /// <summary>Writes them; they share a partition.</summary>
    public async Task WriteAsync(IReadOnlyList<TableEntity> rows, CancellationToken cancellationToken)
    {
        var parts = Split(rows);
        var mark = new TableEntity(rows[0].PartitionKey, Mark);
        for (var part = 0; part < parts.Count; part++)
        {
            var isLast = part == parts.Count - 1;
            IEnumerable<TableEntity> first = part == 0 && !isLast ? [mark] : [];
            await store.InsertAsync([.. parts[part], .. first], isLast && part > 0 ? mark : null, cancellationToken);
        }
    }

    private static List<List<TableEntity>> Split(IReadOnlyList<TableEntity> rows)
    {
        var parts = new List<List<TableEntity>> { new() };
        var bytes = 0L;
        foreach (var row in rows)
        {
            var size = ((IDictionary<string, object>)row).Values.OfType<byte[]>().Sum(part => (long)part.Length);
            if (parts[^1].Count == MostRows || bytes + size > MostBytes)
            {
                parts.Add([]);
                bytes = 0;
            }
            parts[^1].Add(row);
            bytes += size;
        }
        return parts;
    }
}

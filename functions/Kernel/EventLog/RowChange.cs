using System.Collections.Immutable;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>What a command changes in the read models: rows to put, and rows that no longer stand for the
/// record.</summary>
public sealed record RowChange(ImmutableArray<ListRow> Put, ImmutableArray<ListRow> Remove)
{
    /// <summary>From the rows before to the rows after; rows are the same when table, partition and key are.</summary>
    public static RowChange Between(IEnumerable<ListRow> before, IEnumerable<ListRow> after)
    {
        var put = after.ToImmutableArray();
        var kept = put.Select(Key).ToHashSet();
        return new(put, [.. before.Where(row => !kept.Contains(Key(row))).DistinctBy(Key)]);
    }

    /// <summary>The same for a command that was just committed: rows that it did not change are there already, or are
    /// written by whoever finishes the command before.</summary>
    public static RowChange By(IReadOnlyList<ListRow> before, IEnumerable<ListRow> after)
    {
        var change = Between(before, after);
        return change with { Put = [.. change.Put.Where(row => !before.Any(row.IsSame))] };
    }

    private static (bool Shared, string Table, string Partition, string Row) Key(ListRow row) => (row.Shared, row.Table, row.Partition, row.Row);
}

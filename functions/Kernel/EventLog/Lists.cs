using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Where a list reads: rows in key order, optionally filtered by columns.</summary>
/// <param name="Partitions">Read one after the other (e.g. months, newest first), each in row-key order.</param>
/// <param name="Filter">Made by <c>TableClient.CreateQueryFilter</c>; null for all rows.</param>
public sealed record ListStream(string Table, IReadOnlyList<string> Partitions, string? Filter = null);

/// <summary>Reads read models: a point, a whole small partition, or a page merged from several streams by row
/// key.</summary>
public sealed class Lists(Tables tables, Signer signer)
{
    private const int LargestPartition = 1000;
    private const string CursorPurpose = "list-cursor";

    /// <summary>One row; null when there is none. One point read.</summary>
    public async Task<TableEntity?> Find(TenantId tenant, string table, string partition, string row, CancellationToken cancel)
    {
        var found = await tables.Of(tenant, table).GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>All rows of a small partition in row-key order, at most 1,000. One query.</summary>
    public async Task<IReadOnlyList<TableEntity>> All(TenantId tenant, string table, string partition, CancellationToken cancel) =>
        await tables.Of(tenant, table)
            .QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), LargestPartition, cancellationToken: cancel)
            .Take(LargestPartition).ToListAsync(cancel);

    /// <summary>The row keys of a partition in order, without those of rows in which a column is true. Rows are not
    /// read: one transaction for 1,000 keys.</summary>
    public async Task<IReadOnlyList<string>> Keys(
        TenantId tenant, string table, string partition, string hidden, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        var rows = tables.Of(tenant, table)
            .QueryAsync<TableEntity>(filter, LargestPartition, ["RowKey", hidden], cancel);
        return await rows.Where(row => row.GetBoolean(hidden) != true).Select(row => row.RowKey).ToListAsync(cancel);
    }

    /// <summary>The rows of a partition from a key to another, both of them included. One query.</summary>
    public async Task<IReadOnlyList<TableEntity>> Between(
        TenantId tenant, string table, string partition, string first, string last, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {partition} and RowKey ge {first} and RowKey le {last}");
        return await tables.Of(tenant, table)
            .QueryAsync<TableEntity>(filter, LargestPartition, cancellationToken: cancel).ToListAsync(cancel);
    }

    /// <summary>The first partition at or after a key and before another; null when none has rows. One query for one
    /// row.</summary>
    public async Task<string?> FirstPartition(TenantId tenant, string table, string from, string before, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey ge {from} and PartitionKey lt {before}");
        var first = tables.Of(tenant, table).QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancel);
        return await first.Select(row => row.PartitionKey).FirstOrDefaultAsync(cancel);
    }

    /// <summary>A page over the streams, merged by row key (two streams never hold the same key). The cursor is sealed
    /// and bound to tenant and filters.</summary>
    public async Task<Outcome<Page<T>>> Read<T>(
        TenantId tenant, IReadOnlyList<ListStream> streams, Paging paging, Func<TableEntity, T> view, CancellationToken cancel)
    {
        var context = $"{tenant}\n{string.Join('\n', streams.Select(Context))}";
        var after = paging.Cursor is { } cursor ? signer.Open(CursorPurpose, context, cursor) : "";
        if (after is null) return new Problem(ProblemCode.InvalidCursor, "The cursor is altered, or of another list.");
        var rows = await Merge([.. streams.Select(stream => Rows(tenant, stream, after, paging.Limit + 1))], paging.Limit + 1, cancel);
        var page = rows.Take(paging.Limit).ToList();
        return new Page<T>([.. page.Select(view)], rows.Count > page.Count ? signer.Seal(CursorPurpose, context, page[^1].RowKey) : null);
    }

    /// <summary>A page of what a record itself holds: the first of those that were not shown yet, whatever came, went or
    /// moved meanwhile.</summary>
    /// <param name="items">Few: the cursor names all that were shown.</param>
    /// <param name="context">What the list is called, with its tenant: cursors are good for no other.</param>
    /// <param name="key">What no other item of the list has.</param>
    public Outcome<Page<T>> Page<T>(string context, IReadOnlyList<T> items, Func<T, string> key, Paging paging)
    {
        var opened = paging.Cursor is { } cursor ? signer.Open(CursorPurpose, context, cursor) : "";
        if (opened is null) return new Problem(ProblemCode.InvalidCursor, "The cursor is altered, or of another list.");
        var shown = opened.Split('\n').ToHashSet();
        var rest = items.Where(item => !shown.Contains(key(item))).ToList();
        var page = rest.Take(paging.Limit).ToList();
        return new Page<T>(page, rest.Count > page.Count
            ? signer.Seal(CursorPurpose, context, string.Join('\n', shown.Concat(page.Select(key))))
            : null);
    }

    /// <summary>A list of months goes on with those that begin while it is paged through; any other is its one
    /// partition's.</summary>
    private static string Context(ListStream stream) => stream.Partitions is [var only]
        ? $"{stream.Table}|{only}|{stream.Filter}"
        : $"{stream.Table}|{stream.Filter}";

    /// <summary>Reads partition after partition from the key on; what lies before it is skipped by the index, not
    /// read.</summary>
    private async IAsyncEnumerable<TableEntity> Rows(TenantId tenant, ListStream stream, string after, int most)
    {
        foreach (var partition in stream.Partitions)
        {
            var range = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after}");
            var filter = stream.Filter is null ? range : $"({range}) and ({stream.Filter})";
            await foreach (var row in tables.Of(tenant, stream.Table).QueryAsync<TableEntity>(filter, most)) yield return row;
        }
    }

    private static async Task<List<TableEntity>> Merge(IReadOnlyList<IAsyncEnumerable<TableEntity>> streams, int most, CancellationToken cancel)
    {
        var heads = streams.Select(stream => stream.GetAsyncEnumerator(cancel)).ToList();
        var (merged, open) = (new List<TableEntity>(), new List<IAsyncEnumerator<TableEntity>>());
        foreach (var head in heads)
            if (await head.MoveNextAsync()) open.Add(head);
        while (open.Count > 0 && merged.Count < most)
        {
            var next = open.MinBy(head => head.Current.RowKey, StringComparer.Ordinal)!;
            merged.Add(next.Current);
            if (!await next.MoveNextAsync()) open.Remove(next);
        }
        foreach (var head in heads) await head.DisposeAsync();
        return merged;
    }
}

/// <summary>What a caller of a list asked for.</summary>
/// <param name="Limit">1 to 200; 50 when not given.</param>
/// <param name="Cursor">As sent; null for the first page.</param>
public sealed record Paging(int Limit, string? Cursor);

/// <summary>Row keys in the order of lists.</summary>
public static class RowKeys
{
    /// <summary>Newest first: 19 digits that fall as time rises, then the id.</summary>
    public static string NewestFirst(NodaTime.Instant at, RecordId id) => $"{long.MaxValue - at.ToUnixTimeTicks():D19}|{id}";
}

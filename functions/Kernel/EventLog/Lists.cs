using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Where a list reads: rows in key order, optionally filtered by columns.</summary>
/// <param name="Partitions">Read one after the other (e.g. months, newest first), each in row-key order.</param>
/// <param name="Filter">Made by <c>TableClient.CreateQueryFilter</c>; null for all rows.</param>
public sealed record ListStream(string Table, IReadOnlyList<string> Partitions, string? Filter = null);

/// <summary>Reads read models: a point, a whole small partition, or a page merged from several streams by row key.</summary>
public sealed class Lists
{
    /// <summary>One row; null when there is none. One point read.</summary>
    public Task<TableEntity?> Find(TenantId tenant, string table, string partition, string row, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>All rows of a small partition in row-key order, at most 1,000. One query.</summary>
    public Task<IReadOnlyList<TableEntity>> All(TenantId tenant, string table, string partition, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>A page over the streams, merged by row key (two streams never hold the same key). The cursor is sealed and bound to tenant and filters.</summary>
    /// <param name="paging">limit and cursor, read by <see cref="Api"/>.</param>
    public Task<Outcome<Page<T>>> Read<T>(TenantId tenant, IReadOnlyList<ListStream> streams, Paging paging, Func<TableEntity, T> view, CancellationToken cancel) => throw new NotSupportedException();
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

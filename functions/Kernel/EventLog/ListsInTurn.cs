using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Reads read models one after the other: all rows of the first, in row-key order, then those of the next.
/// </summary>
public sealed class ListsInTurn(Tables tables, Signer signer)
{
    private const string CursorPurpose = "list-in-turn-cursor";

    /// <summary>A page. The cursor is sealed and bound to tenant and filters. One query for each stream that the page
    /// reaches, of one partition each.</summary>
    public async Task<Outcome<Page<T>>> Read<T>(
        TenantId tenant, IReadOnlyList<ListStream> streams, Paging paging, Func<TableEntity, T> view,
        CancellationToken cancel)
    {
        var context = $"{tenant}\n{string.Join('\n', streams.Select(stream => $"{stream.Table}|{stream.Filter}"))}";
        var opened = paging.Cursor is { } cursor ? signer.Open(CursorPurpose, context, cursor) : "0|";
        if (opened is null) return new Problem(ProblemCode.InvalidCursor, "The cursor is altered, or of another list.");
        var (turn, after) = (int.Parse(opened[..opened.IndexOf('|')]), opened[(opened.IndexOf('|') + 1)..]);
        var rows = await Rows(tenant, streams, turn, after, paging.Limit + 1, cancel).Take(paging.Limit + 1)
            .ToListAsync(cancel);
        var page = rows.Take(paging.Limit).ToList();
        var next = rows.Count > page.Count ? $"{page[^1].Turn}|{page[^1].Row.RowKey}" : null;
        return new Page<T>(
            [.. page.Select(item => view(item.Row))], next is null ? null : signer.Seal(CursorPurpose, context, next));
    }

    private async IAsyncEnumerable<(int Turn, TableEntity Row)> Rows(
        TenantId tenant, IReadOnlyList<ListStream> streams, int from, string after, int most,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        for (var turn = from; turn < streams.Count; turn++, after = "")
        {
            var stream = streams[turn];
            foreach (var partition in stream.Partitions)
            {
                var range = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {after}");
                var filter = stream.Filter is null ? range : $"({range}) and ({stream.Filter})";
                await foreach (var row in tables.Of(tenant, stream.Table).QueryAsync<TableEntity>(filter, most, cancellationToken: cancel))
                    yield return (turn, row);
            }
        }
    }
}

using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>The rows of the index.</summary>
/// <remarks>
/// Table <c>searchrecent</c>, partition <c>r</c>: a row for each change of a record, with all its words:
/// <c>time|record|version</c>; rows are only added, and go when a segment has them. Behind them <c>~</c> says which segment
/// was the last to take some: who knows the manifest of that time need not read it again. Table <c>search</c>: <c>m</c>,
/// <c>manifest</c> names the segments; <c>s|…</c> is a segment, which never changes: <c>h|000000</c>… its head,
/// <c>f|000000</c>… facts of 128 records each, <c>p|000000</c>… blocks of terms with their postings.
/// </remarks>
public sealed class SearchStore(Kernel.Storage.Tables tables)
{
    private const string RecentPartition = "r";
    private const string MarkKey = "~";
    private const string MarkColumn = "Segment";
    private const string FirstStartsKey = "i";

    /// <summary>Of one row. Azurite counts bytes as the text that carries them, a third more.</summary>
    private const int HeadBytes = 600_000;


    /// <summary>Adds records as they are. One transaction, or a write when it is one.</summary>
    internal Task Add(TenantId tenant, IReadOnlyList<RecentRow> rows, CancellationToken cancel)
    {
        var entities = rows.Select(row => new TableEntity(RecentPartition, row.Key).With(row.Document)).ToList();
        if (entities is [var only]) return Recent(tenant).UpsertEntityAsync(only, TableUpdateMode.Replace, cancel);
        return Recent(tenant).SubmitTransactionAsync(
            entities.Select(row => new TableTransactionAction(TableTransactionActionType.UpsertReplace, row)), cancel);
    }

    /// <summary>The keys of what is in no segment yet, and the mark. One query over a small table.</summary>
    internal async Task<RecentKeys> RecentKeys(TenantId tenant, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RecentPartition}");
        var rows = await Recent(tenant).QueryAsync<TableEntity>(filter, select: ["RowKey", MarkColumn], cancellationToken: cancel)
            .ToListAsync(cancel);
        return new([.. rows.Select(row => row.RowKey).Where(key => key != MarkKey)], Mark(rows));
    }

    /// <summary>What is in no segment yet from a key on, by key, and the mark. One query over a small table.</summary>
    internal async Task<RecentRows> RecentFrom(TenantId tenant, string key, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RecentPartition} and RowKey ge {key}");
        var rows = await Recent(tenant).QueryAsync<TableEntity>(filter, cancellationToken: cancel).ToListAsync(cancel);
        return new(rows.Where(row => row.RowKey != MarkKey)
            .ToDictionary(row => row.RowKey, row => DocumentCodec.Read(row.Document())), Mark(rows));
    }

    /// <summary>Takes away what a segment has, and marks it; what is gone already is fine. A transaction for each hundred:
    /// whoever misses a row sees the mark.</summary>
    internal async Task RemoveRecent(TenantId tenant, string segment, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var mark = new TableEntity(RecentPartition, MarkKey) { [MarkColumn] = segment };
        foreach (var some in keys.Chunk(Limits.TransactionEntities - 1).DefaultIfEmpty([]))
            await Delete(Recent(tenant), RecentPartition, some, mark, cancel);
    }

    /// <summary>One point read.</summary>
    internal async Task<(SearchManifest Manifest, ETag? ETag)> Manifest(TenantId tenant, CancellationToken cancel) =>
        await Row(Index(tenant), "m", "manifest", cancel) is { } row
            ? (JsonSerializer.Deserialize<SearchManifest>(row.Document(), Json.Stored)!, row.ETag)
            : (SearchManifest.Empty, null);

    /// <summary>Changes the manifest, as often as others come between.</summary>
    /// <param name="change">Null gives it up.</param>
    internal async Task<bool> Change(
        TenantId tenant, Func<SearchManifest, SearchManifest?> change, CancellationToken cancel)
    {
        while (true)
        {
            var (manifest, seen) = await Manifest(tenant, cancel);
            if (change(manifest) is not { } next) return false;
            var row = new TableEntity("m", "manifest").With(JsonSerializer.SerializeToUtf8Bytes(next, Json.Stored));
            try
            {
                if (seen is { } etag) await Index(tenant).UpdateEntityAsync(row, etag, TableUpdateMode.Replace, cancel);
                else await Index(tenant).AddEntityAsync(row, cancel);
                return true;
            }
            catch (RequestFailedException meanwhile) when (meanwhile.Status is 409 or 412)
            {
                continue; // Somebody else changed it, or this did and its answer was lost: changes may be made twice.
            }
        }
    }

    /// <summary>Writes a segment's rows; nobody reads them before the manifest names it.</summary>
    internal async Task<SegmentInfo> Write(TenantId tenant, string id, SegmentDraft draft, CancellationToken cancel)
    {
        var writer = new SegmentRows(Index(tenant), SegmentPartition(id));
        var starts = await draft.Write((block, bytes, token) => writer.Put(BlockKey(block), bytes, token), cancel);
        var facts = draft.Facts.Chunk(SegmentInfo.FactsOfRow).ToList();
        for (var row = 0; row < facts.Count; row++) await writer.Put(FactKey(row), DocumentCodec.WriteAll(facts[row]), cancel);
        var head = Segment.Write(draft.Facts, starts).Chunk(HeadBytes).ToList();
        for (var row = 0; row < head.Count; row++) await writer.Put(HeadKey(row), head[row], cancel);
        await writer.Submit(cancel);
        return new(id, draft.Facts.Length, facts.Count, starts.Length, writer.Bytes) { HeadRows = head.Count };
    }

    /// <summary>The head of a segment. A point read for each 600 KB.</summary>
    /// <exception cref="SegmentGoneException">It was merged into another and deleted.</exception>
    internal async Task<Segment> Load(TenantId tenant, SegmentInfo info, CancellationToken cancel)
    {
        if (info.HeadRows == 0) return await LoadFirstShape(tenant, info, cancel);
        return Segment.Read(info, await Whole(tenant, info, info.HeadRows, HeadKey, cancel));
    }

    /// <summary>The facts of 128 records. One point read.</summary>
    /// <exception cref="SegmentGoneException">The segment was merged into another and deleted.</exception>
    internal async Task<DocumentFacts[]> Facts(TenantId tenant, SegmentInfo info, int row, CancellationToken cancel)
    {
        if (info.HeadRows > 0) return DocumentCodec.ReadAll(await SegmentRow(tenant, info, FactKey(row), cancel));
        var all = DocumentCodec.ReadAll(await Whole(tenant, info, info.FactRows, FactKey, cancel));
        return all[(row * SegmentInfo.FactsOfRow)..Math.Min(all.Length, (row + 1) * SegmentInfo.FactsOfRow)];
    }

    /// <summary>One point read.</summary>
    /// <exception cref="SegmentGoneException">The segment was merged into another and deleted.</exception>
    internal Task<byte[]> Block(TenantId tenant, SegmentInfo info, int block, CancellationToken cancel) =>
        SegmentRow(tenant, info, BlockKey(block), cancel);

    /// <summary>Deletes a segment's rows, all there are. A query over its partition, and a transaction a
    /// hundred.</summary>
    internal async Task Drop(TenantId tenant, string id, CancellationToken cancel)
    {
        var partition = SegmentPartition(id);
        var keys = await Index(tenant).QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), select: ["RowKey"], cancellationToken: cancel)
            .Select(row => row.RowKey).ToListAsync(cancel);
        foreach (var some in keys.Chunk(Limits.TransactionEntities)) await Delete(Index(tenant), partition, some, mark: null, cancel);
    }

    private async Task<byte[]> SegmentRow(TenantId tenant, SegmentInfo info, string key, CancellationToken cancel) =>
        await Row(Index(tenant), SegmentPartition(info.Id), key, cancel) is { } row
            ? row.Document()
            : throw new SegmentGoneException(info.Id);

    /// <summary>A segment of the first shape: the first terms of its blocks, and the facts of all its records.</summary>
    private async Task<Segment> LoadFirstShape(TenantId tenant, SegmentInfo info, CancellationToken cancel)
    {
        var starts = JsonSerializer.Deserialize<string[]>(await SegmentRow(tenant, info, FirstStartsKey, cancel), Json.Stored)!;
        var facts = DocumentCodec.ReadAll(await Whole(tenant, info, info.FactRows, FactKey, cancel));
        return new(info, [.. facts.Select(RecordVersion.Of)], [.. starts.Select(term => new BlockStart(term, int.MaxValue))]);
    }

    private async Task<byte[]> Whole(
        TenantId tenant, SegmentInfo info, int rows, Func<int, string> key, CancellationToken cancel)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, rows).Select(row => SegmentRow(tenant, info, key(row), cancel)));
        return parts is [var only] ? only : [.. parts.SelectMany(part => part)];
    }

    private static string? Mark(IEnumerable<TableEntity> rows) =>
        rows.FirstOrDefault(row => row.RowKey == MarkKey)?.GetString(MarkColumn);

    /// <param name="mark">A row to be written with them; it comes first where they go one by one.</param>
    private static async Task Delete(
        TableClient table, string partition, string[] keys, TableEntity? mark, CancellationToken cancel)
    {
        var actions = keys.Select(key => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(partition, key) { ETag = ETag.All })).ToList();
        if (mark is not null) actions.Add(new(TableTransactionActionType.UpsertReplace, mark));
        try
        {
            await table.SubmitTransactionAsync(actions, cancel);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            if (mark is not null) await table.UpsertEntityAsync(mark, TableUpdateMode.Replace, cancel);
            foreach (var key in keys) await table.DeleteEntityAsync(partition, key, ETag.All, cancel); // Some are gone.
        }
    }

    private static async Task<TableEntity?> Row(TableClient table, string partition, string key, CancellationToken cancel)
    {
        var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, key, cancellationToken: cancel);
        return found.HasValue ? found.Value : null;
    }

    private static string SegmentPartition(string id) => $"s|{id}";

    private static string BlockKey(int block) => $"p|{block:D6}";

    private static string FactKey(int row) => $"f|{row:D6}";

    private static string HeadKey(int row) => $"h|{row:D6}";

    private TableClient Recent(TenantId tenant) => tables.Of(tenant, TableNames.SearchRecent);

    private TableClient Index(TenantId tenant) => tables.Of(tenant, TableNames.Search);
}

using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Search.Index;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>The rows of the index.</summary>
/// <remarks>
/// Table <c>searchrecent</c>, partition <c>r</c>: a row for each change of a record, with all its words:
/// <c>time|record|version</c>; rows are only added, and go when a segment has them. Table <c>search</c>: <c>m</c>,
/// <c>manifest</c> names the segments; <c>s|…</c> is a segment, which never changes: <c>f|000000</c>… facts of records,
/// <c>i</c> the first term of each block, <c>p|000000</c>… blocks of terms with their postings.
/// </remarks>
public sealed class SearchStore(Kernel.Storage.Tables tables)
{
    private const string RecentPartition = "r";
    private const string StartsKey = "i";
    private const int FactBytes = 900_000;

    /// <summary>Adds a record as it is. One write.</summary>
    internal Task Add(TenantId tenant, IndexedDocument document, Instant now, CancellationToken cancel)
    {
        var key = $"{now.ToUnixTimeTicks():D19}|{document.Facts.Id}|{document.Facts.Version:D8}";
        var row = new TableEntity(RecentPartition, key).With(DocumentCodec.Write(document));
        return Recent(tenant).UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
    }

    /// <summary>The keys of what is in no segment yet. One query over a small table.</summary>
    internal async Task<IReadOnlyList<string>> RecentKeys(TenantId tenant, CancellationToken cancel) =>
        await Recent(tenant).QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {RecentPartition}"), select: ["RowKey"], cancellationToken: cancel)
            .Select(row => row.RowKey).ToListAsync(cancel);

    /// <summary>One point read; null when a segment has it by now.</summary>
    internal async Task<IndexedDocument?> FindRecent(TenantId tenant, string key, CancellationToken cancel) =>
        await Row(Recent(tenant), RecentPartition, key, cancel) is { } row ? DocumentCodec.Read(row.Document()) : null;

    /// <summary>Takes away what a segment has; what is gone already is fine. A transaction a hundred.</summary>
    internal async Task RemoveRecent(TenantId tenant, IReadOnlyList<string> keys, CancellationToken cancel)
    {
        foreach (var some in keys.Chunk(Limits.TransactionEntities))
            await Delete(Recent(tenant), RecentPartition, some, cancel);
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
        var facts = DocumentCodec.WriteAll(draft.Facts).Chunk(FactBytes).ToList();
        for (var index = 0; index < facts.Count; index++) await writer.Put(FactKey(index), facts[index], cancel);
        await writer.Put(StartsKey, JsonSerializer.SerializeToUtf8Bytes(starts, Json.Stored), cancel);
        await writer.Submit(cancel);
        return new(id, draft.Facts.Length, facts.Count, starts.Length, writer.Bytes);
    }

    /// <summary>A segment but for its blocks. A point read for each 900 KB of facts, and one.</summary>
    /// <exception cref="SegmentGoneException">It was merged into another and deleted.</exception>
    internal async Task<Segment> Load(TenantId tenant, SegmentInfo info, CancellationToken cancel)
    {
        var keys = Enumerable.Range(0, info.FactRows).Select(FactKey).Prepend(StartsKey);
        var rows = await Task.WhenAll(keys.Select(key => SegmentRow(tenant, info, key, cancel)));
        var facts = rows.Skip(1).SelectMany(bytes => bytes).ToArray();
        return new(info, DocumentCodec.ReadAll(facts), JsonSerializer.Deserialize<string[]>(rows[0], Json.Stored)!);
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
        foreach (var some in keys.Chunk(Limits.TransactionEntities)) await Delete(Index(tenant), partition, some, cancel);
    }

    private async Task<byte[]> SegmentRow(TenantId tenant, SegmentInfo info, string key, CancellationToken cancel) =>
        await Row(Index(tenant), SegmentPartition(info.Id), key, cancel) is { } row
            ? row.Document()
            : throw new SegmentGoneException(info.Id);

    private static async Task Delete(TableClient table, string partition, string[] keys, CancellationToken cancel)
    {
        try
        {
            await table.SubmitTransactionAsync(
                keys.Select(key => new TableTransactionAction(
                    TableTransactionActionType.Delete, new TableEntity(partition, key) { ETag = ETag.All })), cancel);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
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

    private static string FactKey(int index) => $"f|{index:D6}";

    private TableClient Recent(TenantId tenant) => tables.Of(tenant, TableNames.SearchRecent);

    private TableClient Index(TenantId tenant) => tables.Of(tenant, TableNames.Search);
}

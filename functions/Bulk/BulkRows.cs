using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Bulk;

/// <summary>What a bulk works through, and what came of it: rows of one partition of table <c>results</c>.</summary>
/// <remarks><c>i|fingerprint|00000</c>…: a page of 25 commands; <c>r|00000</c>…: the result of one. All have keys that
/// follow from what they say, so that writing them again changes nothing.</remarks>
public sealed class BulkRows(Tables tables)
{
    /// <summary>Commands in a page: few enough for one activity of a second or two.</summary>
    public const int PageSize = 25;

    /// <summary>Where the results are read.</summary>
    public static ListStream Results(RecordId bulk) => new(
        TableNames.Results, [bulk.Value],
        TableClient.CreateQueryFilter($"RowKey ge {"r|"} and RowKey lt {"r}"}"));

    /// <summary>Writes the commands down, a row a page.</summary>
    public async Task PutItems(
        TenantId tenant, RecordId bulk, string fingerprint, IReadOnlyList<BulkItem> items, CancellationToken cancel)
    {
        foreach (var (page, some) in items.Chunk(PageSize).Index())
            await Table(tenant).UpsertEntityAsync(
                new TableEntity(bulk.Value, PageKey(fingerprint, page)).With(
                    JsonSerializer.SerializeToUtf8Bytes(some, Json.Stored)), TableUpdateMode.Replace, cancel);
    }

    /// <summary>A page of commands. One point read.</summary>
    public async Task<IReadOnlyList<BulkItem>> Page(
        TenantId tenant, RecordId bulk, string fingerprint, int page, CancellationToken cancel)
    {
        var row = await Table(tenant).GetEntityAsync<TableEntity>(
            bulk.Value, PageKey(fingerprint, page), cancellationToken: cancel);
        return JsonSerializer.Deserialize<IReadOnlyList<BulkItem>>(row.Value.Document(), Json.Stored)!;
    }

    /// <summary>The results that a page has already, by index. One query over them.</summary>
    public async Task<IReadOnlyDictionary<int, BulkResult>> Tried(
        TenantId tenant, RecordId bulk, int page, CancellationToken cancel)
    {
        var (from, before) = (ResultKey(page * PageSize), ResultKey((page + 1) * PageSize));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {bulk.Value} and RowKey ge {from} and RowKey lt {before}");
        return await Table(tenant).QueryAsync<TableEntity>(filter, cancellationToken: cancel)
            .Select(SettingsRow.Read<BulkResult>).ToDictionaryAsync(result => result.Index, cancellationToken: cancel);
    }

    /// <summary>Writes a result down.</summary>
    public Task PutResult(TenantId tenant, RecordId bulk, BulkResult result, CancellationToken cancel)
    {
        var row = new TableEntity(bulk.Value, ResultKey(result.Index));
        foreach (var (name, value) in SettingsRow.Of(result)) row[name] = value;
        return Table(tenant).UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
    }

    private static string PageKey(string fingerprint, int page) => $"i|{fingerprint}|{page:D5}";

    private static string ResultKey(int index) => $"r|{index:D5}";

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Results);
}

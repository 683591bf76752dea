using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.ServiceLevels;

/// <summary>What a recalculation works through, and what it found: rows of one partition of table
/// <c>results</c>.</summary>
/// <remarks><c>p|00000</c>…: the ids of a page of incidents; <c>d|…</c>: a clock that it changes. All have keys
/// that follow from what they say, so that writing them again changes nothing.</remarks>
public sealed class RecalculationRows(Tables tables)
{
    /// <summary>Where the changed clocks are read.</summary>
    public static ListStream Differences(RecordId recalculation) => new(
        TableNames.Results, [recalculation.Value],
        TableClient.CreateQueryFilter($"RowKey ge {"d|"} and RowKey lt {"d}"}"));

    /// <summary>Makes the table where a tenant is from before there was one.</summary>
    public Task Prepare(TenantId tenant, CancellationToken cancel) => Table(tenant).CreateIfNotExistsAsync(cancel);

    /// <summary>Writes down the incidents of a page.</summary>
    public Task PutPage(
        TenantId tenant, RecordId recalculation, int page, IReadOnlyList<RecordId> incidents,
        CancellationToken cancel) => Table(tenant).UpsertEntityAsync(
            new TableEntity(recalculation.Value, PageKey(page)).With(
                JsonSerializer.SerializeToUtf8Bytes(incidents, Json.Stored)), TableUpdateMode.Replace, cancel);

    /// <summary>The incidents of a page. One point read.</summary>
    public async Task<IReadOnlyList<RecordId>> Page(
        TenantId tenant, RecordId recalculation, int page, CancellationToken cancel)
    {
        var row = await Table(tenant).GetEntityAsync<TableEntity>(
            recalculation.Value, PageKey(page), cancellationToken: cancel);
        return JsonSerializer.Deserialize<IReadOnlyList<RecordId>>(row.Value.Document(), Json.Stored)!;
    }

    /// <summary>Writes down the clocks that change.</summary>
    public async Task PutChanged(
        TenantId tenant, RecordId recalculation, IEnumerable<RecalculatedClock> clocks, CancellationToken cancel)
    {
        foreach (var some in clocks.Where(clock => clock.IsChanged).Chunk(Limits.TransactionEntities))
            await Table(tenant).SubmitTransactionAsync(
                some.Select(clock => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, Row(recalculation, clock))), cancel);
    }

    private static TableEntity Row(RecordId recalculation, RecalculatedClock clock)
    {
        var row = new TableEntity(recalculation.Value, $"d|{clock.Clock}");
        foreach (var (name, value) in SettingsRow.Of(clock)) row[name] = value;
        return row;
    }

    private static string PageKey(int page) => $"p|{page:D5}";

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Results);
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The results of clocks, by the month (UTC) they were decided in.</summary>
/// <remarks>
/// Partition: the month; row: the incident, with all its results of that month and the version of the incident they
/// were made from. A row is replaced whole, and only by what was made from a later version: who looked earlier and
/// writes last changes nothing. A row that has lost its results stays, for the sake of its version.
/// </remarks>
public sealed class ClockResults(Tables tables)
{
    /// <summary>As many results as fit an entity of 1 MiB; what an incident has beyond that in one month is left
    /// out.</summary>
    private const int MostOfIncident = 800;

    private const int Tries = 20;
    private const string NoTable = "TableNotFound";

    /// <summary>What was decided in a month, by incident, then by time. One query over the month's partition.</summary>
    public async Task<IReadOnlyList<ClockResult>> OfMonth(
        TenantId tenant, YearMonth utcMonth, ResultView view, CancellationToken cancel)
    {
        try
        {
            var month = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(utcMonth)}");
            return await Table(tenant).QueryAsync<TableEntity>(month, cancellationToken: cancel)
                .SelectMany(Read).Where(filed => Shows(view, filed)).Select(filed => filed.Result).ToListAsync(cancel);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == NoTable)
        {
            return []; // A tenant from before there were results, of whom none was filed since.
        }
    }

    /// <summary>Files what the clocks of an incident came to. May run twice, at the same time, and stop anywhere, as
    /// long as it is run again.</summary>
    /// <remarks>A read and a write for each month that the incident has, or had, results in; nothing while no clock was
    /// ever decided, and nothing for what was filed before.</remarks>
    /// <param name="filed">What was filed last, as this returned it; null where that is not known.</param>
    public async Task<FiledMark> File(
        TenantId tenant, RecordId incident, IncidentLife life, Instant now, FiledMark? filed, CancellationToken cancel)
    {
        var results = IncidentResults.Of(life, now);
        var hash = KeyText.Hash(JsonSerializer.Serialize(results, Json.Stored));
        if (filed?.Hash == hash && !IncidentResults.WereTakenAwayAfter(life, filed.Version)) return filed;
        foreach (var month in IncidentResults.Months(life, results))
        {
            var row = new TableEntity(Partition(month), incident.Value) { ["Version"] = life.Version }
                .With(Document(results.Where(filed => IncidentResults.MonthOf(filed.Result.DecidedAt) == month)));
            await Put(Table(tenant), row, cancel);
        }
        return new(life.Version, hash);
    }

    private static async Task Put(TableClient table, TableEntity row, CancellationToken cancel)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var filed = await table.GetEntityIfExistsAsync<TableEntity>(
                row.PartitionKey, row.RowKey, ["Version"], cancel);
            if (filed.HasValue && Version(filed.Value!) >= Version(row)) return;
            if (await TryPut(table, row, filed.HasValue ? filed.Value!.ETag : null, cancel)) return;
        }
        throw new InvalidOperationException($"The results of {row.RowKey} were filed by others {Tries} times in a row.");
    }

    /// <returns>False when another was faster, or when there was no table yet.</returns>
    private static async Task<bool> TryPut(TableClient table, TableEntity row, ETag? filed, CancellationToken cancel)
    {
        try
        {
            if (filed is { } seen) await table.UpdateEntityAsync(row, seen, TableUpdateMode.Replace, cancel);
            else await table.AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == NoTable)
        {
            await table.CreateIfNotExistsAsync(cancel); // A tenant from before there were results.
            return false;
        }
    }

    private static bool Shows(ResultView view, FiledResult filed) =>
        view == ResultView.Original ? filed.Result.Version == 1 : !filed.IsSuperseded;

    private static byte[] Document(IEnumerable<FiledResult> results) =>
        JsonSerializer.SerializeToUtf8Bytes(results.Take(MostOfIncident), Json.Stored);

    private static IAsyncEnumerable<FiledResult> Read(TableEntity row) =>
        JsonSerializer.Deserialize<IReadOnlyList<FiledResult>>(row.Document(), Json.Stored)!.ToAsyncEnumerable();

    private static int Version(TableEntity row) => row.GetInt32("Version")!.Value;

    private static string Partition(YearMonth month) => $"{month.Year:D4}-{month.Month:D2}";

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Results);
}

/// <summary>What was filed of an incident: nothing new is while this stands.</summary>
/// <param name="Version">The incident's version it was made from.</param>
/// <param name="Hash">Of all its results.</param>
public sealed record FiledMark(int Version, string Hash);

/// <summary>Which result of a clock is meant when recalculations made several.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ResultView>))]
public enum ResultView
{
    /// <summary>What holds now.</summary>
    [JsonStringEnumMemberName("latest")] Latest,
    /// <summary>What the clock first came to, as it stood before any recalculation changed it.</summary>
    [JsonStringEnumMemberName("original")] Original,
}

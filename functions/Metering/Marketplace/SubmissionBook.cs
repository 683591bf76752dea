using System.Globalization;
using System.Text.Json;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>How far the export is.</summary>
/// <param name="LookedAt">When it was last looked what is to be told; null for never.</param>
/// <param name="NotBefore">Until then the Marketplace wants to be left alone.</param>
public sealed record ExportProgress(Instant? LookedAt, Instant? NotBefore);

/// <summary>Keeps submissions: table <c>usage</c>, a partition a day for all tenants, newest hour first.</summary>
public sealed class SubmissionBook(Tables tables, Lists lists)
{
    private const string Prefix = "marketplace|";
    private const string ProgressPartition = Prefix + "progress";
    private const string ProgressRow = "export";
    private const string StateColumn = "State";

    private TableClient Table => tables.Shared(TableNames.Usage);

    /// <summary>Those of hours from one on. A query a day.</summary>
    public async Task<Dictionary<SubmissionKey, Submission>> Since(Instant from, Instant now, CancellationToken cancel)
    {
        var found = new Dictionary<SubmissionKey, Submission>();
        for (var day = from.InUtc().Date; day <= now.InUtc().Date; day = day.PlusDays(1))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {Partition(day)}");
            await foreach (var row in Table.QueryAsync<TableEntity>(filter, cancellationToken: cancel))
            {
                var submission = Read(row);
                found[submission.Key] = submission;
            }
        }
        return found;
    }

    /// <summary>Writes new ones of one day, before they are told. One transaction.</summary>
    /// <exception cref="Azure.RequestFailedException">409: another process writes them too.</exception>
    public Task Add(IReadOnlyList<Submission> submissions, CancellationToken cancel) =>
        Write(submissions, TableTransactionActionType.Add, cancel);

    /// <summary>Writes what became of some of one day. One transaction.</summary>
    public Task Put(IReadOnlyList<Submission> submissions, CancellationToken cancel) =>
        Write(submissions, TableTransactionActionType.UpsertReplace, cancel);

    /// <summary>A page, newest hour first.</summary>
    /// <param name="state">Null for all.</param>
    public Task<Outcome<Kernel.Http.Page<Submission>>> List(
        SubmissionState? state, LocalDate from, LocalDate to, Paging paging, CancellationToken cancel)
    {
        var filter = state is { } asked ? TableClient.CreateQueryFilter($"State eq {Words<SubmissionState>.Of(asked)}") : null;
        var days = Enumerable.Range(0, Period.DaysBetween(from, to) + 1).Select(back => Partition(to.PlusDays(-back)));
        return lists.Read(TenantId.Operator, [new(TableNames.Usage, [.. days], filter)], paging, Read, cancel);
    }

    /// <summary>How far the export is. One point read.</summary>
    public async Task<ExportProgress> Progress(CancellationToken cancel)
    {
        var row = await Table.GetEntityIfExistsAsync<TableEntity>(ProgressPartition, ProgressRow, cancellationToken: cancel);
        return row.HasValue ? JsonSerializer.Deserialize<ExportProgress>(row.Value!.Document(), Json.Stored)! : new(null, null);
    }

    /// <summary>Writes how far it is.</summary>
    public Task Keep(ExportProgress progress, CancellationToken cancel) => Table.UpsertEntityAsync(
        new TableEntity(ProgressPartition, ProgressRow).With(JsonSerializer.SerializeToUtf8Bytes(progress, Json.Stored)),
        TableUpdateMode.Replace, cancel);

    private Task Write(IReadOnlyList<Submission> submissions, TableTransactionActionType action, CancellationToken cancel) =>
        submissions.Count == 0
            ? Task.CompletedTask
            : Table.SubmitTransactionAsync(submissions.Select(submission => new TableTransactionAction(action, Row(submission))), cancel);

    private static TableEntity Row(Submission submission)
    {
        var key = $"{long.MaxValue - submission.Hour.ToUnixTimeTicks():D19}|{submission.Tenant}|{submission.Dimension}";
        var row = new TableEntity(Partition(submission.Hour.InUtc().Date), key)
        {
            [StateColumn] = Words<SubmissionState>.Of(submission.State),
        };
        return row.With(JsonSerializer.SerializeToUtf8Bytes(submission, Json.Stored));
    }

    private static Submission Read(TableEntity row) => JsonSerializer.Deserialize<Submission>(row.Document(), Json.Stored)!;

    private static string Partition(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day:uuuu-MM-dd}");
}

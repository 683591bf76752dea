using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tenants;

/// <summary>At start, beside the first requests: makes the tables that this version has and tenants of older versions
/// lack.</summary>
/// <remarks>Who comes before it is through has them made by <see cref="TenantStates"/>. Where nobody lacks anything it
/// costs two queries a thousand tenants.</remarks>
public sealed partial class TenantUpgrade(
    Kernel.Storage.Tables tables, TenantTables made, ILogger<TenantUpgrade> logger) : BackgroundService
{
    private const int AtOnce = 8;

    private TableClient Table => tables.Shared(TableNames.Tenants);

    /// <summary>One pass; may run anywhere and twice.</summary>
    public async Task Run(CancellationToken cancel)
    {
        var complete = await Rows(TenantTables.Partition, cancel).Where(TenantTables.IsComplete)
            .Select(row => row.RowKey).ToHashSetAsync(cancellationToken: cancel);
        var behind = Rows(TenantStates.Partition, cancel).Where(row => !IsGone(row) && !complete.Contains(row.RowKey));
        await Parallel.ForEachAsync(
            behind, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, TryEnsure);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Run(stoppingToken);
        }
        catch (Exception away) when (away is not OperationCanceledException)
        {
            LogNotThrough(logger, away); // Storage was away; each tenant is seen to when it comes.
        }
    }

    private static bool IsGone(TableEntity row) => new TenantEntry(row.GetString("State"), "").IsGone;

    private IAsyncEnumerable<TableEntity> Rows(string partition, CancellationToken cancel) =>
        Table.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {partition}"), cancellationToken: cancel);

    private async ValueTask TryEnsure(TableEntity row, CancellationToken cancel)
    {
        try
        {
            await made.Ensure(TenantId.From(row.RowKey), cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogLacking(logger, row.RowKey, broken); // One tenant must not hold up the others.
        }
    }

    [LoggerMessage(3101, LogLevel.Error, "Tables that tenant {Tenant} lacks could not be made; they are when it comes")]
    private static partial void LogLacking(ILogger logger, string tenant, Exception exception);

    [LoggerMessage(3102, LogLevel.Error, "Which tenants lack tables could not be found out; each is looked at when it comes")]
    private static partial void LogNotThrough(ILogger logger, Exception exception);
}

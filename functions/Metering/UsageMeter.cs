using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Counts units, each exactly once, however often it is told of it.</summary>
public sealed partial class UsageMeter(Tables tables, Clock clock, ILogger<UsageMeter> logger)
{
    /// <summary>For so long a unit is remembered, and one that comes again recognised. One that comes later than this
    /// for the first time is not billed.</summary>
    public static readonly Duration Remembered = Duration.FromDays(60);

    private const int Tries = 20;
    private const int Lanes = 64;

    /// <summary>Units of one partition wait for each other here, rather than meet in storage.</summary>
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Counts an event, if it is a unit.</summary>
    public Task On(PublishedEvent published, CancellationToken cancel) =>
        BillableUnits.Of(published) is { } dimension
            ? Count(published.Tenant, dimension, published.Id, published.At, cancel)
            : Task.CompletedTask;

    /// <summary>Counts a unit in the hour it belongs to. One point read and one transaction.</summary>
    /// <param name="unit">The same each time the tenant's same unit is told of.</param>
    /// <param name="at">The same each time as well: when it happened, not when it is told.</param>
    public async Task Count(TenantId tenant, string dimension, string unit, Instant at, CancellationToken cancel)
    {
        if (clock.Now - at > Remembered)
        {
            LogTooLate(logger, tenant, dimension, unit);
            return;
        }
        var partition = UsageRows.Partition(tenant, at, unit);
        var lane = lanes[(partition.GetHashCode(StringComparison.Ordinal) & int.MaxValue) % Lanes];
        await lane.WaitAsync(cancel);
        try
        {
            await Count(partition, UsageRows.Counter(at, dimension), UsageRows.Unit(unit), cancel);
        }
        finally
        {
            lane.Release();
        }
    }

    private async Task Count(string partition, string counter, string unit, CancellationToken cancel)
    {
        var table = tables.Shared(TableNames.Usage);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var known = await table.GetEntityIfExistsAsync<TableEntity>(partition, counter, cancellationToken: cancel);
            if (await TryCommit(table, OneMore(partition, counter, known.HasValue ? known.Value : null), new(partition, unit), cancel)) return;
            var counted = await table.GetEntityIfExistsAsync<TableEntity>(partition, unit, ["RowKey"], cancel);
            if (counted.HasValue) return; // Told before; or this very transaction, its answer lost.
        }
        throw new InvalidOperationException($"Counter {counter} of {partition} changed {Tries} times while a unit was counted.");
    }

    private static TableTransactionAction OneMore(string partition, string counter, TableEntity? known)
    {
        var row = new TableEntity(partition, counter)
        {
            [UsageRows.QuantityColumn] = (known?.GetInt64(UsageRows.QuantityColumn) ?? 0) + 1,
        };
        return known is null ? new(TableTransactionActionType.Add, row) : new(TableTransactionActionType.UpdateReplace, row, known.ETag);
    }

    /// <summary>False when the unit was counted before, or the counter moved.</summary>
    private static async Task<bool> TryCommit(TableClient table, TableTransactionAction more, TableEntity unit, CancellationToken cancel)
    {
        try
        {
            await table.SubmitTransactionAsync([new(TableTransactionActionType.Add, unit), more], cancel);
            return true;
        }
        catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
        {
            return false;
        }
    }

    [LoggerMessage(6601, LogLevel.Error, "{Tenant}'s unit {Unit} of {Dimension} comes too late to be told apart; it is not billed")]
    private static partial void LogTooLate(ILogger logger, TenantId tenant, string dimension, string unit);
}

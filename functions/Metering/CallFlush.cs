using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Writes down how many calls were counted in memory: every ten seconds, before usage is read, and at the
/// end.</summary>
/// <remarks>A row for each tenant, hour and process holds what that process counted; rows add up. A process that is
/// killed takes with it what it counted since, so calls are never billed too high, and by seconds too low.</remarks>
public sealed partial class CallFlush(CallTally tally, Tables tables, TimeProvider time, ILogger<CallFlush> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly string process = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
    private readonly Dictionary<(TenantId Tenant, Instant Hour), long> written = [];
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>Writes what has grown since; of one tenant alone where one is given. May be called again.</summary>
    public async Task Flush(TenantId? only, CancellationToken cancel)
    {
        await oneAtATime.WaitAsync(cancel);
        try
        {
            foreach (var counted in tally.Counted.Where(counted => only is null || counted.Key.Tenant == only)) await Write(counted, cancel);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlush(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryFlush(stoppingToken);
    }

    private async Task TryFlush(CancellationToken cancel)
    {
        try
        {
            await Flush(null, cancel);
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            LogLater(logger, away); // The counts stay in memory: the next round writes them.
        }
    }

    private async Task Write(KeyValuePair<(TenantId Tenant, Instant Hour), long> counted, CancellationToken cancel)
    {
        var (tenant, hour) = counted.Key;
        if (written.GetValueOrDefault(counted.Key) != counted.Value)
        {
            var row = new TableEntity(UsageRows.Partition(tenant, hour.InUtc().Date, 0), UsageRows.Counter(hour, Dimensions.Calls, process))
            {
                [UsageRows.QuantityColumn] = counted.Value,
            };
            await tables.Shared(TableNames.Usage).UpsertEntityAsync(row, TableUpdateMode.Replace, cancel);
            written[counted.Key] = counted.Value;
        }
        if (UsageRows.HourOf(Instant.FromDateTimeOffset(time.GetUtcNow())) > hour + Duration.FromHours(1))
        {
            tally.Forget(counted);
            written.Remove(counted.Key);
        }
    }

    [LoggerMessage(6602, LogLevel.Warning, "Calls could not be written down; the next round does")]
    private static partial void LogLater(ILogger logger, Exception exception);
}

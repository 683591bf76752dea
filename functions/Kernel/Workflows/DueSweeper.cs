using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>Does what an orchestration should have done and did not, because it was lost or the process was
/// down.</summary>
public sealed partial class DueSweeper(
    DueTable due, IEnumerable<IDueKeeper> keepers, TenantStates tenants, Time.Clock clock, ILogger<DueSweeper> logger)
{
    private const int AtOnce = 8;

    /// <summary>What is overdue for less than this is most likely being done.</summary>
    private static readonly Duration Grace = Duration.FromSeconds(5);

    private readonly Dictionary<string, IDueKeeper> byPrefix = keepers.ToDictionary(keeper => keeper.Prefix);

    /// <summary>Looks at every record with an overdue step: on time within half a minute, and as soon as the process
    /// starts.</summary>
    [Function("SweepDue")]
    public Task Sweep(
        [TimerTrigger("*/30 * * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancel) =>
        Parallel.ForEachAsync(
            due.Before(clock.Now - Grace, cancel),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, TryTend);

    private async ValueTask TryTend(DueEntry entry, CancellationToken cancel)
    {
        try
        {
            if (await tenants.IsGone(entry.Tenant, cancel)) await due.Move(entry.Tenant, entry.Record, entry.At, null, cancel);
            else await byPrefix[entry.Record.Prefix].Tend(entry, cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogFailed(logger, entry.Record, broken); // One record that cannot be read must not hold up the others.
        }
    }

    [LoggerMessage(2201, LogLevel.Error, "What is due for {Record} could not be done; it is tried again")]
    private static partial void LogFailed(ILogger logger, RecordId record, Exception exception);
}

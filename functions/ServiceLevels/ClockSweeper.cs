using ItsmServerless.Kernel.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Does what an orchestration should have done and did not, because it was lost or the process was
/// down.</summary>
public sealed partial class ClockSweeper(
    DueTable due, ClockKeeper keeper, Kernel.Time.Clock clock, ILogger<ClockSweeper> logger)
{
    private const int AtOnce = 8;

    /// <summary>What is overdue for less than this is most likely being done.</summary>
    private static readonly Duration Grace = Duration.FromSeconds(5);

    /// <summary>Looks at every incident with an overdue step: on time within half a minute, and as soon as the process
    /// starts.</summary>
    [Function("SweepClocks")]
    public Task Sweep(
        [TimerTrigger("*/30 * * * * *", RunOnStartup = true)] TimerInfo timer, CancellationToken cancel) =>
        Parallel.ForEachAsync(
            due.Before(clock.Now - Grace, cancel),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel }, TryTend);

    private async ValueTask TryTend(DueEntry entry, CancellationToken cancel)
    {
        try
        {
            await keeper.Tend(entry.Tenant, entry.Incident, entry.At, cancel);
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            LogFailed(logger, entry.Incident, broken); // One incident that cannot be read must not hold up the others.
        }
    }

    [LoggerMessage(4101, LogLevel.Error, "The clocks of {Incident} could not be swept; they are tried again")]
    private static partial void LogFailed(ILogger logger, RecordId incident, Exception exception);
}

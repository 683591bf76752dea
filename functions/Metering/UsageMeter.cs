using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Counts units, each exactly once, however often it is told of it.</summary>
public sealed partial class UsageMeter(Tables tables, Clock clock, ILogger<UsageMeter> logger) : IDisposable
{
    /// <summary>For so long a unit is remembered, and one that comes again recognised. One that comes later than this
    /// for the first time is not billed.</summary>
    public static readonly Duration Remembered = Duration.FromDays(60);

    private const int Lanes = 64;
    private readonly MeterLane[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new MeterLane())];

    /// <summary>Counts an event, if it is a unit.</summary>
    public Task On(PublishedEvent published, CancellationToken cancel) =>
        BillableUnits.Of(published) is { } dimension
            ? Count(published.Tenant, dimension, published.Id, published.At, cancel)
            : Task.CompletedTask;

    /// <summary>Counts a unit in the hour it belongs to. One transaction for units that wait together; one point read more
    /// where another process counts as well, and one for a unit that comes again.</summary>
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
        await lane.Count(
            tables.Shared(TableNames.Usage),
            new(partition, UsageRows.Counter(at, dimension), UsageRows.Unit(unit)), cancel);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in lanes) lane.Dispose();
    }

    [LoggerMessage(6601, LogLevel.Error, "{Tenant}'s unit {Unit} of {Dimension} comes too late to be told apart; it is not billed")]
    private static partial void LogTooLate(ILogger logger, TenantId tenant, string dimension, string unit);
}

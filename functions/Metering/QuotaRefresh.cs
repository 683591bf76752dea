using System.Collections.Concurrent;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Tells the limits every minute which quotas of the month are used up, of the tenants that called this
/// process within the hour and whose plan has quotas.</summary>
/// <remarks>So a quota is overrun by what is accepted within that minute, on every instance. Days that are over are
/// remembered; today and yesterday are read again.</remarks>
public sealed partial class QuotaRefresh(
    CallTally tally, UsageLedger ledger, PriceBook prices, TenantStates tenants, QuotaStates quotas, Clock clock,
    TimeProvider time, ILogger<QuotaRefresh> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<TenantId, Settled> settled = new();

    /// <summary>One round.</summary>
    public async Task Refresh(CancellationToken cancel)
    {
        foreach (var tenant in tally.Counted.Select(counted => counted.Key.Tenant).Distinct())
        {
            var plan = (await tenants.Find(tenant, cancel))?.Plan ?? "";
            if (prices.HasQuotas(plan)) await Tell(tenant, plan, cancel);
            else quotas.Tell(tenant, [], default);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TryRefresh(stoppingToken);
    }

    private async Task TryRefresh(CancellationToken cancel)
    {
        try
        {
            await Refresh(cancel);
        }
        catch (Exception away) when (away is not OutOfMemoryException)
        {
            LogLater(logger, away); // What is known stays in force; the next round reads again.
        }
    }

    private async Task Tell(TenantId tenant, string plan, CancellationToken cancel)
    {
        var (from, to) = UsageWindows.Bounds(clock.Now.InUtc().Date.ToYearMonth());
        var known = settled.GetValueOrDefault(tenant);
        if (known is null || known.Month != from) known = new(from, from, []);
        var hours = await ledger.Hours(tenant, known.Until, to, cancel);
        var used = UsageWindows.Totals([.. known.Hours, .. hours]);
        quotas.Tell(tenant, [.. Dimensions.All.Where(dimension => prices.Quota(plan, dimension) <= used[dimension])], to);
        var yesterday = clock.Now.InUtc().Date.PlusDays(-1).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
        var until = Instant.Max(known.Until, yesterday);
        settled[tenant] = new(from, until, [.. known.Hours, .. hours.Where(usage => usage.At < until)]);
    }

    /// <summary>The part of a month that is not read again.</summary>
    private sealed record Settled(Instant Month, Instant Until, IReadOnlyList<Usage> Hours);

    [LoggerMessage(6603, LogLevel.Warning, "Quotas could not be read; the next round does")]
    private static partial void LogLater(ILogger logger, Exception exception);
}

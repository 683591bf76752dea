using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Says what was used, and what that costs.</summary>
public sealed class UsageDesk(UsageLedger ledger, CallFlush calls, PriceBook prices, TenantStates tenants, Lists lists)
{
    /// <summary>What the caller's tenant used.</summary>
    public async Task<Outcome<UsageView>> Read(Caller caller, UsageQuestion question, CancellationToken cancel)
    {
        await calls.Flush(caller.Tenant, cancel);
        var hours = await ledger.Hours(caller.Tenant, question.From, question.To, cancel);
        var plan = (await tenants.Find(caller.Tenant, cancel))?.Plan ?? "";
        var lines = prices.Cost(plan, UsageWindows.Totals([.. hours]));
        return new UsageView(
            UsageWindows.AddUp(hours, question.By), question.From, question.To, question.By,
            new(plan, prices.Currency, lines, lines.Sum(line => line.Cost)));
    }

    /// <summary>What the tenants used in a month, a page of tenants at a time.</summary>
    public async Task<Outcome<Page<TenantUsage>>> Month(YearMonth month, Paging paging, CancellationToken cancel)
    {
        await calls.Flush(null, cancel);
        var rows = await lists.Read(
            TenantId.Operator, [new(TableNames.Tenants, [TenantStates.Partition])], paging, MeteredTenant.Of, cancel);
        if (rows.IsRefused(out var refused, out var page)) return refused;
        var used = new List<TenantUsage>();
        foreach (var tenant in page.Items) used.Add(await Of(tenant, month, cancel));
        return new Page<TenantUsage>(used, page.NextCursor);
    }

    private async Task<TenantUsage> Of(MeteredTenant tenant, YearMonth month, CancellationToken cancel)
    {
        var (from, to) = UsageWindows.Bounds(month);
        var lines = prices.Cost(tenant.Plan, UsageWindows.Totals([.. await ledger.Hours(tenant.Id, from, to, cancel)]));
        return new(tenant.Id, tenant.Slug, UsageWindows.Name(month), new(tenant.Plan, prices.Currency, lines, lines.Sum(line => line.Cost)));
    }
}

/// <summary>What a tenant used, by window.</summary>
/// <param name="Items">Oldest first; where nothing was used there is none.</param>
/// <param name="To">The first instant that is not in it.</param>
/// <param name="Cost">Of all of it, at the plan's prices as they are now.</param>
public sealed record UsageView(IReadOnlyList<UsageItem> Items, Instant From, Instant To, UsageWindow By, UsageCost Cost);

/// <summary>What usage costs at a plan's prices.</summary>
/// <param name="Currency">ISO 4217.</param>
public sealed record UsageCost(string Plan, string Currency, IReadOnlyList<CostLine> Lines, decimal Total);

/// <summary>What a tenant used in a month, as the operator sees it.</summary>
public sealed record TenantUsage(TenantId Tenant, string Slug, string Month, UsageCost Usage);

using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>Makes statements, and closes months: three days after their end, once, whoever comes first.</summary>
public sealed class StatementDesk(
    UsageLedger ledger, CallFlush calls, PriceBook prices, TenantStates states, Tables tables, MeteredTenants tenants, Clock clock)
{
    /// <summary>For so many months before, units that came late are looked for: longer than one may be late.</summary>
    private const int LateMonths = 2;

    private static readonly LocalDate Ever = new(2020, 1, 1);

    /// <summary>The statement of a month; <c>not_found</c> for one before anything was used, or after this one.</summary>
    public async Task<Outcome<Statement>> Read(TenantId tenant, YearMonth month, CancellationToken cancel)
    {
        var now = clock.Now;
        if (UsageWindows.Bounds(month).From > now || month < await First(tenant, now, cancel)) return Problem.NotFound($"statement of {UsageWindows.Name(month)}");
        return Statement.StateOf(month, now) == Statement.Closed
            ? await Closed(tenant, month, now, cancel)
            : await Make(tenant, month, now, cancel);
    }

    /// <summary>Closes what is to be closed of all tenants; may run again.</summary>
    public async Task CloseAll(CancellationToken cancel)
    {
        var last = (clock.Now - Statement.Grace).InUtc().Date.ToYearMonth().PlusMonths(-1);
        await foreach (var tenant in tenants.All(cancel))
        {
            if (last >= await First(tenant.Id, clock.Now, cancel)) await Closed(tenant.Id, last, clock.Now, cancel);
        }
    }

    /// <summary>The month in which anything was used first; the running one when nothing was.</summary>
    private async Task<YearMonth> First(TenantId tenant, Instant now, CancellationToken cancel) =>
        (await ledger.FirstDay(tenant, Ever, cancel) ?? now.InUtc().Date).ToYearMonth();

    private async Task<Statement> Closed(TenantId tenant, YearMonth month, Instant now, CancellationToken cancel) =>
        await Stored(tenant, month, cancel) ?? await Close(tenant, month, now, cancel);

    private async Task<Statement> Close(TenantId tenant, YearMonth month, Instant now, CancellationToken cancel)
    {
        var made = await Make(tenant, month, now, cancel) with { State = Statement.Closed, ClosedAt = now };
        var row = new TableEntity(UsageRows.Statements(tenant), UsageWindows.Name(month)).With(JsonSerializer.SerializeToUtf8Bytes(made, Json.Stored));
        try
        {
            await tables.Shared(TableNames.Usage).AddEntityAsync(row, cancel);
            return made;
        }
        catch (RequestFailedException closed) when (closed.Status == 409)
        {
            return (await Stored(tenant, month, cancel))!; // Another was first, or our own answer was lost: what is stored counts.
        }
    }

    private async Task<Statement> Make(TenantId tenant, YearMonth month, Instant now, CancellationToken cancel)
    {
        await calls.Flush(tenant, cancel);
        var (from, to) = UsageWindows.Bounds(month);
        var hours = await ledger.Hours(tenant, from, to, cancel);
        var plan = (await states.Find(tenant, cancel))?.Plan ?? "";
        var lines = prices.Cost(plan, UsageWindows.Totals([.. hours]));
        var late = await Late(tenant, month, now, cancel);
        return new(
            tenant, UsageWindows.Name(month), Statement.StateOf(month, now), null, plan, prices.Currency, lines, late,
            lines.Sum(line => line.Cost) + late.Sum(line => line.Cost), UsageWindows.AddUp(hours, UsageWindow.Day));
    }

    private async Task<IReadOnlyList<LateLine>> Late(TenantId tenant, YearMonth month, Instant now, CancellationToken cancel)
    {
        var (late, billed) = (new List<LateLine>(), new List<Statement>());
        var first = await First(tenant, now, cancel);
        for (var before = month.PlusMonths(-1); before >= month.PlusMonths(-LateMonths) && before >= first; before = before.PlusMonths(-1))
        {
            if (Statement.StateOf(before, now) != Statement.Closed) continue;
            var (from, to) = UsageWindows.Bounds(before);
            billed.Insert(0, await Closed(tenant, before, now, cancel));
            var counted = UsageWindows.Totals([.. await ledger.Hours(tenant, from, to, cancel)]);
            late.AddRange(Statement.LateOf(UsageWindows.Name(before), counted, billed, prices));
        }
        return late;
    }

    private async Task<Statement?> Stored(TenantId tenant, YearMonth month, CancellationToken cancel)
    {
        var row = await tables.Shared(TableNames.Usage).GetEntityIfExistsAsync<TableEntity>(
            UsageRows.Statements(tenant), UsageWindows.Name(month), cancellationToken: cancel);
        return row.HasValue ? JsonSerializer.Deserialize<Statement>(row.Value!.Document(), Json.Stored) : null;
    }
}

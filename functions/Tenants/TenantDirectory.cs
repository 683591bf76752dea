using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants.Exports;
using ItsmServerless.Tenants.OffBoarding;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Tenants;

/// <summary>Finds and changes tenants.</summary>
public sealed class TenantDirectory(
    EventLog log, Lists lists, TenantStates states, ExportLinks links, Kernel.Time.Clock clock)
{
    private static readonly Problem Unknown = Problem.NotFound("such tenant");

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<Tenant>>> Get(string id, CancellationToken cancel) => RecordId.TryParse(TenantId.Prefix, id, out var tenant)
        ? log.Get<Tenant, TenantEvent>(TenantId.Operator, tenant.Value, cancel)
        : Task.FromResult<Outcome<Versioned<Tenant>>>(Unknown);

    /// <summary>Changes plan or state; a suspension is felt at once here and within half a minute elsewhere.</summary>
    public async Task<Outcome<Versioned<Tenant>>> Change(string id, Request<ChangeTenant> request, CancellationToken cancel)
    {
        if (!RecordId.TryParse(TenantId.Prefix, id, out var tenant)) return Unknown;
        var changed = await log.Execute<Tenant, TenantEvent>(request.Command, tenant.Value, state => ChangeTenant.Decide(state, request.Body), cancel);
        states.Forget(TenantId.From(id));
        return changed;
    }

    /// <summary>Off-boards: credentials are dead at once here and within half a minute elsewhere; all else follows in an
    /// orchestration. Again it answers the same, and starts that orchestration anew where it was lost.</summary>
    public async Task<Outcome<Versioned<Tenant>>> OffBoard(
        string id, Request<NoBody> request, DurableTaskClient client, CancellationToken cancel)
    {
        if (!RecordId.TryParse(TenantId.Prefix, id, out var tenant)) return Unknown;
        var ending = await log.Execute<Tenant, TenantEvent>(request.Command, tenant.Value, OffBoardTenant.Decide, cancel);
        states.Forget(TenantId.From(id));
        if (ending is { Problem: null, Value.State: { State: TenantState.Ending, Departure: { } departure } })
            await OffBoardingConsumer.Start(TenantId.From(id), departure.StartedAt, client, cancel);
        return ending;
    }

    /// <summary>A tenant as the operator sees it now.</summary>
    public TenantView View(Versioned<Tenant> tenant)
    {
        var export = tenant.State.Departure?.Export;
        var url = export?.ExpiresAt > clock.Now
            ? links.Of(new(tenant.State.Tenancy, export.Id, export.ExpiresAt, IsFinal: true))
            : null;
        return TenantView.Of(tenant, url);
    }

    /// <summary>One query over the rows of tenants, and a point read each for the page.</summary>
    public async Task<Outcome<Page<TenantView>>> List(Paging paging, CancellationToken cancel)
    {
        var rows = await lists.Read(TenantId.Operator, [new(TableNames.Tenants, [TenantStates.Partition])], paging, row => row.RowKey, cancel);
        return await rows.Then(page => Views(page, cancel));
    }

    private async Task<Outcome<Page<TenantView>>> Views(Page<string> page, CancellationToken cancel)
    {
        var tenants = await Task.WhenAll(page.Items.Select(id => Get(id, cancel)));
        return new Page<TenantView>([.. tenants.Where(tenant => tenant.Problem is null).Select(tenant => View(tenant.Value))], page.NextCursor);
    }
}

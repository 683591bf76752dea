using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Changes;

/// <summary>The maintenance windows of a tenant, each under a key.</summary>
public sealed class MaintenanceWindows(EventLog log, Lists lists)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public Task<Outcome<Versioned<MaintenanceWindow>>> Put(
        string key, Request<PutMaintenanceWindow> request, CancellationToken cancel) =>
        log.Execute<MaintenanceWindow, MaintenanceWindowEvent>(
            request.Command, MaintenanceWindow.IdOf(key), _ => PutMaintenanceWindow.Decide(key, request.Body), cancel);

    /// <summary>Gives it up.</summary>
    public Task<Outcome<Versioned<MaintenanceWindow>>> Delete(
        string key, Request<NoBody> request, CancellationToken cancel) =>
        log.Execute<MaintenanceWindow, MaintenanceWindowEvent>(
            request.Command, MaintenanceWindow.IdOf(key), now => DeleteMaintenanceWindow.Decide(key, now), cancel);

    /// <summary>One point read.</summary>
    public Task<Outcome<Versioned<MaintenanceWindow>>> Get(Caller caller, string key, CancellationToken cancel) =>
        log.Get<MaintenanceWindow, MaintenanceWindowEvent>(caller.Tenant, MaintenanceWindow.IdOf(key), cancel);

    /// <summary>One query, by key.</summary>
    public Task<Outcome<Page<MaintenanceWindow>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(
            caller.Tenant, [DeletableRows.InForce(MaintenanceWindow.Kind)], paging,
            SettingsRow.Read<MaintenanceWindow>, cancel);

    /// <summary>All that are in force. One query.</summary>
    public async Task<IReadOnlyList<MaintenanceWindow>> InForce(TenantId tenant, CancellationToken cancel)
    {
        var rows = await lists.All(tenant, TableNames.Settings, MaintenanceWindow.Kind, cancel);
        return [.. rows.Select(SettingsRow.Read<MaintenanceWindow>).Where(window => window.DeletedAt is null)];
    }
}

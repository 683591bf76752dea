using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>The services of a tenant.</summary>
public sealed class Services(EventLog log, Lists lists, Relations relations)
{
    /// <summary>Makes or replaces.</summary>
    public Task<Outcome<Versioned<Service>>> Put(string key, Request<PutService> request, CancellationToken cancel) =>
        log.Execute<Service, ServiceEvent>(
            request.Command, Service.IdOf(key), _ => PutService.Decide(key, request.Body), cancel);

    /// <summary>Gives it up, unless items belong to it. One query for those.</summary>
    public async Task<Outcome<Versioned<Service>>> Delete(
        string key, Request<NoBody> request, CancellationToken cancel)
    {
        var items = await relations.ItemsOf(request.Caller.Tenant, key, cancel);
        return await log.Execute<Service, ServiceEvent>(
            request.Command, Service.IdOf(key), now => DeleteService.Decide(key, now, items), cancel);
    }

    /// <summary>The service as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<Service>>> Get(Caller caller, string key, int? version, CancellationToken cancel) =>
        version is { } old
            ? log.AsOf<Service, ServiceEvent, ServicePut>(caller.Tenant, Service.IdOf(key), old, cancel)
            : log.Get<Service, ServiceEvent>(caller.Tenant, Service.IdOf(key), cancel);

    /// <summary>By key. One query.</summary>
    public Task<Outcome<Page<ServiceView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [DeletableRows.InForce(Service.Practice)], paging,
        row => ServiceView.Of(SettingsRow.Read<Service>(row)), cancel);
}

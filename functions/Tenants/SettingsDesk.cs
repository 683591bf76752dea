using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>The settings of a tenant and their versions.</summary>
public sealed class SettingsDesk(EventLog log, PriorityMatrices matrices)
{
    /// <summary>Replaces them all: felt at once here, and within half a minute elsewhere.</summary>
    public async Task<Outcome<Versioned<TenantSettings>>> Put(Request<PutSettings> request, CancellationToken cancel)
    {
        var put = await log.Execute<TenantSettings, TenantSettingsEvent>(
            request.Command, TenantSettings.Id, _ => PutSettings.Decide(request.Body), cancel);
        matrices.Forget(request.Caller.Tenant);
        return put;
    }

    /// <summary>The settings as they are now, or a version of them; version 0 is what holds before the first put.
    /// </summary>
    public async Task<Outcome<Versioned<TenantSettings>>> Get(Caller caller, int? version, CancellationToken cancel) =>
        version switch
        {
            0 => None,
            { } old => await log.AsOf<TenantSettings, TenantSettingsEvent, TenantSettingsPut>(
                caller.Tenant, TenantSettings.Id, old, cancel),
            null => await log.Find<TenantSettings, TenantSettingsEvent>(caller.Tenant, TenantSettings.Id, cancel) ?? None,
        };

    private static Versioned<TenantSettings> None => new(TenantSettings.Id, TenantSettings.None, 0);
}

using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tenants;

/// <summary>The HTTP routes of a tenant's settings.</summary>
public sealed class SettingsFunctions(Api api, SettingsDesk desk)
{
    /// <summary>Replaces the settings of the tenant; earlier versions stay readable.</summary>
    [Function("PutSettings"), Requires(Role.Admin), Accepts(typeof(PutSettings)), Answers(200, typeof(TenantSettingsView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "v1/settings")] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<PutSettings>(request, change: true);
        var put = command.Then(c => desk.Put(c, cancel));
        return await put.Ok(settings => TenantSettingsView.Of(settings.State));
    }

    /// <summary>Shows the settings of the tenant, with the default for what is not set.</summary>
    [Function("GetSettings"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(TenantSettingsView))]
    [Query("version", "An earlier version, 0 for the default; the current one when missing.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/settings")] HttpRequest request,
        CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 0, int.MaxValue);
        var found = version.Then(v => desk.Get(api.Caller(request), v, cancel));
        return await found.Ok(settings => TenantSettingsView.Of(settings.State));
    }
}

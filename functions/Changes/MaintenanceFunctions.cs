using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of maintenance windows.</summary>
public sealed class MaintenanceFunctions(Api api, MaintenanceWindows windows)
{
    private const string Route = "v1/maintenance-windows";

    /// <summary>Makes or replaces a maintenance window.</summary>
    [Function("PutMaintenanceWindow"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutMaintenanceWindow)), Answers(200, typeof(MaintenanceWindow))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutMaintenanceWindow>(request, change: true);
        var put = command.Then(c => windows.Put(key, c, cancel));
        return await put.Ok(window => window.State);
    }

    /// <summary>Shows a maintenance window.</summary>
    [Function("GetMaintenanceWindow"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(MaintenanceWindow))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await windows.Get(api.Caller(request), key, cancel).Ok(window => window.State);

    /// <summary>Lists maintenance windows by key.</summary>
    [Function("ListMaintenanceWindows"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<MaintenanceWindow>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => windows.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Gives a maintenance window up; what was scheduled by it stays scheduled.</summary>
    [Function("DeleteMaintenanceWindow"), Requires(Role.Admin, Role.Manager), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => windows.Delete(key, c, cancel));
        return await deleted.NoContent();
    }
}

using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Configuration;

/// <summary>The HTTP routes of services.</summary>
public sealed class ServiceFunctions(Api api, Services services)
{
    private const string Route = "v1/services";

    /// <summary>Makes or replaces a service; earlier versions stay readable.</summary>
    [Function("PutService"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutService)), Answers(200, typeof(ServiceView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutService>(request, change: true);
        var put = command.Then(c => services.Put(key, c, cancel));
        return await put.Ok(service => ServiceView.Of(service.State));
    }

    /// <summary>Shows a service.</summary>
    [Function("GetService"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(ServiceView)), Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => services.Get(api.Caller(request), key, v, cancel));
        return await found.Ok(service => ServiceView.Of(service.State));
    }

    /// <summary>Lists services by key.</summary>
    [Function("ListServices"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<ServiceView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => services.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Gives up a service to which no configuration item belongs; its versions stay readable.</summary>
    [Function("DeleteService"), Requires(Role.Admin, Role.Manager), Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => services.Delete(key, c, cancel));
        return await deleted.NoContent();
    }
}

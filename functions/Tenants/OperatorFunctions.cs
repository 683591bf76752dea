using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Tenants;

/// <summary>What the operator of the installation does.</summary>
public sealed class OperatorFunctions(Api api, TenantMaker maker, TenantDirectory directory)
{
    /// <summary>Takes on a tenant; the answer holds its first key, shown this once.</summary>
    [Function("CreateTenant"), Requires(Role.Operator)]
    [Accepts(typeof(CreateTenant)), Answers(201, typeof(NewTenantView))]
    public async Task<IResult> Create(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/operator/tenants")] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<CreateTenant>(request);
        var made = command.Then(c => maker.Make(c, cancel));
        return await made.Created(tenant => $"/v1/operator/tenants/{tenant.Id}");
    }

    /// <summary>Lists the tenants, oldest first.</summary>
    [Function("ListTenants"), Requires(Role.Operator), Answers(200, typeof(Page<TenantView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operator/tenants")] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => directory.List(paging, cancel)).Page(request);

    /// <summary>Shows a tenant.</summary>
    [Function("GetTenant"), Requires(Role.Operator), Answers(200, typeof(TenantView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/operator/tenants/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await directory.Get(id, cancel).Ok(directory.View);

    /// <summary>Changes a tenant's plan, suspends or resumes it.</summary>
    [Function("ChangeTenant"), Requires(Role.Operator), Accepts(typeof(ChangeTenant)), Answers(200, typeof(TenantView))]
    public async Task<IResult> Change(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "v1/operator/tenants/{id}")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<ChangeTenant>(request, change: true);
        var changed = command.Then(c => directory.Change(id, c, cancel));
        return await changed.Ok(directory.View);
    }

    /// <summary>Off-boards a tenant: its credentials are dead at once; its workflows end, its last export is stored, and
    /// its data is dropped in the background.</summary>
    [Function("OffBoardTenant"), Requires(Role.Operator), Answers(202, typeof(TenantView))]
    public async Task<IResult> OffBoard(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "v1/operator/tenants/{id}")] HttpRequest request,
        string id, [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var ending = command.Then(c => directory.OffBoard(id, c, client, cancel));
        return await ending.Accepted(tenant => $"/v1/operator/tenants/{tenant.Id}", directory.View);
    }
}

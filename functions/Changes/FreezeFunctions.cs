using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Changes;

/// <summary>The HTTP routes of freezes.</summary>
public sealed class FreezeFunctions(Api api, Freezes freezes)
{
    private const string Route = "v1/freezes";

    /// <summary>Makes or replaces a freeze.</summary>
    [Function("PutFreeze"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(PutFreeze)), Answers(200, typeof(FreezeView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutFreeze>(request, change: true);
        var put = command.Then(c => freezes.Put(key, c, cancel));
        return await put.Ok(freeze => FreezeView.Of(freeze.State));
    }

    /// <summary>Shows a freeze.</summary>
    [Function("GetFreeze"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(FreezeView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await freezes.Get(api.Caller(request), key, cancel).Ok(freeze => FreezeView.Of(freeze.State));

    /// <summary>Lists freezes by key.</summary>
    [Function("ListFreezes"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<FreezeView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => freezes.List(api.Caller(request), paging, cancel)).Page(request);
}

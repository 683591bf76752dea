using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Bulk;

/// <summary>The HTTP routes of bulks.</summary>
public sealed class BulkFunctions(Api api, BulkDesk desk)
{
    private const string Route = "v1/bulk";

    /// <summary>Takes up to 1,000 commands on incidents and changes; they are tried one after the other, with the rights
    /// that the caller has then.</summary>
    [Function("StartBulk"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(StartBulk)), Answers(202, typeof(BulkView))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<StartBulk>(request);
        var started = command.Then(c => desk.Start(c, cancel));
        return await started.Map(BulkView.Of).Accepted(view => view.Path);
    }

    /// <summary>Shows how far a bulk is.</summary>
    [Function("GetBulk"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(BulkView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await desk.Get(api.Caller(request), id, cancel).Ok(BulkView.Of);

    /// <summary>Lists what came of a bulk's commands so far, in their order.</summary>
    [Function("ListBulkResults"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<BulkResult>))]
    public async Task<IResult> Results(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{id}/results")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await api.Paging(request).Then(p => desk.Results(api.Caller(request), id, p, cancel)).Page(request);
}

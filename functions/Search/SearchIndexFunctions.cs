using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Search;

/// <summary>The routes of the index itself.</summary>
public sealed class SearchIndexFunctions(Api api, SearchRebuilder rebuilder)
{
    private const string Route = "v1/search/index";

    /// <summary>Shows how large the index is, and whether it is being made anew.</summary>
    [Function("GetSearchIndex"), Requires(Role.Admin, Role.Auditor), Answers(200, typeof(SearchIndexView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await rebuilder.Look(api.Caller(request).Tenant, cancel).Ok();

    /// <summary>Makes the index anew of the records, in the background.</summary>
    [Function("RebuildSearchIndex"), Requires(Role.Admin)]
    [Accepts(typeof(NoBody)), Answers(202, typeof(SearchIndexView))]
    public async Task<IResult> Rebuild(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/rebuild")] HttpRequest request,
        [DurableClient] DurableTaskClient client, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        return await command.Then(c => rebuilder.Start(c, client, cancel)).Accepted();
    }
}

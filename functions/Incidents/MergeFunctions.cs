using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Incidents;

/// <summary>The HTTP routes of what is one incident after all, or is not.</summary>
public sealed class MergeFunctions(Api api, IncidentDesk desk)
{
    private const string Route = "v1/incidents/{id}";

    /// <summary>Merges an incident into another one, which goes on in its place.</summary>
    [Function("MergeIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(MergeIncident)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Merge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/merge")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<MergeIncident>(request, change: true);
        var merged = command.Then(c => desk.Merge(c, id, cancel));
        return await merged.Ok(IncidentView.Of);
    }

    /// <summary>Takes a merge back: the incident goes on as it was.</summary>
    [Function("UnmergeIncident"), Requires(Role.Admin, Role.Manager, Role.Agent, InGroups = true)]
    [Accepts(typeof(NoBody)), Answers(200, typeof(IncidentView))]
    public async Task<IResult> Unmerge(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/unmerge")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var changed = command.Then(c => desk.Change(c, id, UnmergeIncident.Decide, cancel));
        return await changed.Ok(IncidentView.Of);
    }
}

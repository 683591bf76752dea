using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.ServiceLevels;

/// <summary>Recalculations of agreements.</summary>
public sealed class RecalculationFunctions(Api api, Agreements agreements, Recalculations recalculations)
{
    /// <summary>Applies the newest version of an agreement to what was reported from an instant on, or with dryRun says
    /// what that would change.</summary>
    [Function("StartRecalculation"), Requires(Role.Admin, Role.Manager)]
    [Accepts(typeof(StartRecalculation)), Answers(202, typeof(RecalculationView))]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/agreements/{key}/recalculations")]
        HttpRequest request, string key, CancellationToken cancel)
    {
        var agreement = agreements.Get(api.Caller(request), key, null, cancel);
        var started = agreement.Then(known =>
            api.Bind<StartRecalculation>(request).Then(command => recalculations.Start(known, command, cancel)));
        return await started.Map(record => RecalculationView.Of(record.State)).Accepted(view => view.Path);
    }

    /// <summary>Lists the recalculations of an agreement, newest first.</summary>
    [Function("ListRecalculations"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<RecalculationView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/agreements/{key}/recalculations")]
        HttpRequest request, string key, CancellationToken cancel)
    {
        var paging = agreements.Get(api.Caller(request), key, null, cancel).Then(_ => api.Paging(request));
        return await paging.Then(p => recalculations.List(api.Caller(request), key, p, cancel)).Page(request);
    }

    /// <summary>Shows a recalculation.</summary>
    [Function("GetRecalculation"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(RecalculationView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "v1/agreements/{key}/recalculations/{id}")]
        HttpRequest request, string key, string id, CancellationToken cancel)
    {
        var found = recalculations.Get(api.Caller(request), key, id, cancel);
        return await found.Ok(recalculation => RecalculationView.Of(recalculation.State));
    }

    /// <summary>Lists the clocks that a recalculation changes, before and after.</summary>
    [Function("ListRecalculationDifferences"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<RecalculatedClock>))]
    public async Task<IResult> Differences(
        [HttpTrigger(
            AuthorizationLevel.Anonymous, "get", Route = "v1/agreements/{key}/recalculations/{id}/differences")]
        HttpRequest request, string key, string id, CancellationToken cancel)
    {
        var found = recalculations.Get(api.Caller(request), key, id, cancel);
        var changed = found.Then(record => api.Paging(request).Then(
            paging => recalculations.Differences(api.Caller(request), record.State, paging, cancel)));
        return await changed.Page(request);
    }
}

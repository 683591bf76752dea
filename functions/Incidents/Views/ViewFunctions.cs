using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Incidents.Views;

/// <summary>The HTTP routes of saved views.</summary>
public sealed class ViewFunctions(Api api, ViewDesk views)
{
    private const string Route = "v1/views";

    /// <summary>Saves a list of incidents, or replaces one.</summary>
    [Function("PutView"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Accepts(typeof(PutView)), Answers(200, typeof(SavedViewView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutView>(request, change: true);
        var put = command.Then(c => views.Put(key, c, cancel));
        return await put.Ok(view => SavedViewView.Of(view.State, api.Caller(request)));
    }

    /// <summary>Shows a view of the caller's own, or one that is shared.</summary>
    [Function("GetView")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(SavedViewView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel) => await views.Get(api.Caller(request), key, cancel)
            .Ok(view => SavedViewView.Of(view.State, api.Caller(request)));

    /// <summary>Lists the caller's own views and those that are shared, by key.</summary>
    [Function("ListViews")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<SavedViewView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => views.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Lists the incidents of a view, as far as the caller may see them.</summary>
    [Function("ListViewItems")]
    [Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<IncidentSummary>))]
    public async Task<IResult> Items(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}/items")] HttpRequest request,
        string key, CancellationToken cancel) => await views.Items(request, key, cancel).Page(request);

    /// <summary>Deletes a view.</summary>
    [Function("DeleteView"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester, InGroups = true)]
    [Answers(204)]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => views.Delete(key, c, cancel));
        return await deleted.NoContent();
    }
}

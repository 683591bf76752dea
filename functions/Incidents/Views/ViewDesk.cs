using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Incidents.Views;

/// <summary>The views of a tenant, as a caller meets them: of a key the caller's own first, then the shared one.</summary>
public sealed class ViewDesk(Api api, EventLog log, Lists lists, IncidentLists incidents)
{
    private static readonly string[] Steering = ["limit", "cursor", "fields"];

    /// <summary>Makes or replaces; the key comes from the path. What is there stays shared, or not:
    /// <c>already_exists</c> otherwise.</summary>
    /// <remarks>The views of an owner are counted before, so that of several at once one or two may come on top.</remarks>
    public async Task<Outcome<Versioned<SavedView>>> Put(string key, Request<PutView> request, CancellationToken cancel)
    {
        var (caller, shared) = (request.Caller, request.Body.Shared is true);
        var there = await Find(caller, key, cancel);
        if (there is not null && there.State.IsShared != shared)
            return new Problem(ProblemCode.AlreadyExists,
                $"{key} is a view that is {(shared ? "not " : "")}shared; delete that one, or choose another key.");
        var id = shared ? SavedView.SharedId(key) : SavedView.OwnId(caller.Actor.Value, key);
        var owned = there is null ? await Owned(caller, cancel) : 0;
        return await log.Execute<SavedView, SavedViewEvent>(
            request.Command, id, before => PutView.Decide(key, before, request.Body, caller, owned), cancel);
    }

    /// <summary>Deletes the caller's own, or the shared one.</summary>
    /// <remarks>Whoever deleted their own and says <c>If-Match: *</c> again does not mean the shared one that the key
    /// names since: that takes its ETag.</remarks>
    public async Task<Outcome<Versioned<SavedView>>> Delete(string key, Request<NoBody> request, CancellationToken cancel)
    {
        var own = SavedView.OwnId(request.Caller.Actor.Value, key);
        var (command, tenant) = (request.Command, request.Command.Tenant);
        var isOwn = await log.Find<SavedView, SavedViewEvent>(tenant, own, cancel) is not null ||
            await log.Took(command, own, cancel);
        if (!isOwn && command.IfMatch is { Version: null } && await Had(tenant, own, cancel)) return Unknown(key);
        return await log.Execute<SavedView, SavedViewEvent>(
            request.Command, isOwn ? own : SavedView.SharedId(key),
            view => DeleteView.Decide(key, view, request.Caller), cancel);
    }

    /// <summary>One or two point reads.</summary>
    public async Task<Outcome<Versioned<SavedView>>> Get(Caller caller, string key, CancellationToken cancel) =>
        await Find(caller, key, cancel) is { } found ? found : Unknown(key);

    /// <summary>The caller's own and what is shared with them, by key. Two queries.</summary>
    public Task<Outcome<Page<SavedViewView>>> List(Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant,
        [
            new(TableNames.Settings, [SavedView.PartitionOf(caller.Actor.Value)]),
            new(TableNames.Settings, [SavedView.Kind], SavedView.SharedWith(caller)),
        ],
        paging, row => SavedViewView.Of(SettingsRow.Read<SavedView>(row), caller), cancel);

    /// <summary>The incidents of a view: what <c>GET /v1/incidents</c> answers the caller to the same
    /// parameters.</summary>
    public async Task<Outcome<Page<IncidentSummary>>> Items(HttpRequest request, string key, CancellationToken cancel)
    {
        if (request.Query.Keys.FirstOrDefault(name => !Steering.Contains(name)) is { } unknown)
            return new Problem(ProblemCode.InvalidParameter, $"{unknown} is none of {string.Join(", ", Steering)}.");
        if (api.Paging(request).IsRefused(out var badPaging, out var paging)) return badPaging;
        var caller = api.Caller(request);
        if ((await Get(caller, key, cancel)).IsRefused(out var missing, out var found)) return missing;
        var view = found.State;
        FieldSelection.Preset(request.HttpContext, view.Fields);
        return await incidents.Read(caller, ViewQuery.Of(view.Filter, view.Sort, caller), paging, cancel);
    }

    /// <summary>The same for what does not exist and what is another's.</summary>
    internal static Problem Unknown(string key) => Problem.NotFound($"view {key}");

    private async Task<Versioned<SavedView>?> Find(Caller caller, string key, CancellationToken cancel)
    {
        foreach (var id in new[] { SavedView.OwnId(caller.Actor.Value, key), SavedView.SharedId(key) })
            if (await log.Find<SavedView, SavedViewEvent>(caller.Tenant, id, cancel) is { } found && found.State.IsShownTo(caller))
                return found;
        return null;
    }

    private async Task<bool> Had(TenantId tenant, RecordId own, CancellationToken cancel) =>
        (await log.Timeline(tenant, own, 0, limit: 1, cancel)).Count > 0;

    private async Task<int> Owned(Caller caller, CancellationToken cancel) =>
        (await lists.All(caller.Tenant, TableNames.Settings, SavedView.PartitionOf(caller.Actor.Value), cancel)).Count;
}

using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Configuration;

/// <summary>The HTTP routes of configuration items.</summary>
public sealed class ConfigurationItemFunctions(Api api, ConfigurationItems items)
{
    private const string Route = "v1/configuration-items";

    /// <summary>Makes or replaces a configuration item; earlier versions stay readable.</summary>
    [Function("PutConfigurationItem"), Requires(Role.Admin, Role.Manager, Role.Agent)]
    [Accepts(typeof(PutConfigurationItem)), Answers(200, typeof(ConfigurationItemView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutConfigurationItem>(request, change: true);
        var put = command.Then(c => items.Put(key, c, cancel));
        return await put.Ok(item => ConfigurationItemView.Of(item.State));
    }

    /// <summary>Shows a configuration item.</summary>
    [Function("GetConfigurationItem"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(ConfigurationItemView)), Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => items.Get(api.Caller(request), key, v, cancel));
        return await found.Ok(item => ConfigurationItemView.Of(item.State));
    }

    /// <summary>Lists configuration items by key.</summary>
    [Function("ListConfigurationItems"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(Page<ConfigurationItemView>))]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => items.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Takes away a configuration item that no other depends on; its versions stay readable.</summary>
    [Function("DeleteConfigurationItem"), Requires(Role.Admin, Role.Manager), Answers(204)]
    [Query("change", "The number or id of the change by which it goes; without one it is an unauthorised change.")]
    public async Task<IResult> Delete(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request, change: true);
        var deleted = command.Then(c => items.Delete(key, request.Query["change"], c, cancel));
        return await deleted.NoContent();
    }

    /// <summary>Shows what depends on a configuration item (up), and what it depends on (down).</summary>
    [Function("ListRelatedItems"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor, InGroups = true)]
    [Answers(200, typeof(RelatedItems)), Query("depth", "How far relations are followed, 1 to 10; 1 when missing.")]
    public async Task<IResult> Related(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/{key}/related")] HttpRequest request,
        string key, CancellationToken cancel) =>
        await Depth.Of(request).Then(depth => items.Related(api.Caller(request), key, depth, cancel)).Ok();

    /// <summary>Lists what was done to configuration items with no change record, newest first.</summary>
    [Function("ListUnauthorizedChanges"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<UnauthorizedChange>)), Query("from", "The first instant, as 2026-11-22T09:30:00Z.")]
    [Query("to", "The first instant after.")]
    public async Task<IResult> ListUnauthorized(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/unauthorized-changes")] HttpRequest request,
        CancellationToken cancel) => await api.Paging(request).Then(paging => Period.Of(request).Then(period =>
            items.ListUnauthorized(api.Caller(request), paging, period, cancel))).Page(request);
}

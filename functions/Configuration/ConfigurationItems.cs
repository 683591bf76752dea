using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Configuration;

/// <summary>The configuration items of a tenant.</summary>
public sealed class ConfigurationItems(EventLog log, Lists lists, Relations relations, Surveyor surveyor)
{
    private const int MostRelated = 500;

    /// <summary>Makes or replaces; what it costs to look around is said in <see cref="Surveyor"/>.</summary>
    /// <remarks>Two puts in the same instant do not see each other; walks meet each item once, so a cycle that they made
    /// ends them.</remarks>
    public async Task<Outcome<Versioned<ConfigurationItem>>> Put(
        string key, Request<PutConfigurationItem> request, CancellationToken cancel)
    {
        var survey = await surveyor.Take(request.Caller.Tenant, key, request.Body, cancel);
        return await log.Execute<ConfigurationItem, ConfigurationItemEvent>(
            request.Command, ConfigurationItem.IdOf(key),
            now => PutConfigurationItem.Decide(key, now, request.Body, survey), cancel);
    }

    /// <summary>Takes it away, unless others depend on it. One query for those, up to three reads for the
    /// change.</summary>
    /// <param name="change">The number or id of the change by which it goes; null without one.</param>
    public async Task<Outcome<Versioned<ConfigurationItem>>> Delete(
        string key, string? change, Request<NoBody> request, CancellationToken cancel)
    {
        var dependents = await relations.DependentsOf(request.Caller.Tenant, key, cancel);
        var covering = await surveyor.Change(request.Caller.Tenant, change, cancel);
        return await log.Execute<ConfigurationItem, ConfigurationItemEvent>(
            request.Command, ConfigurationItem.IdOf(key),
            now => DeleteConfigurationItem.Decide(key, now, dependents, covering), cancel);
    }

    /// <summary>The item as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<ConfigurationItem>>> Get(
        Caller caller, string key, int? version, CancellationToken cancel) =>
        version is { } old
            ? log.AsOf<ConfigurationItem, ConfigurationItemEvent, ConfigurationItemPut>(
                caller.Tenant, ConfigurationItem.IdOf(key), old, cancel)
            : log.Get<ConfigurationItem, ConfigurationItemEvent>(caller.Tenant, ConfigurationItem.IdOf(key), cancel);

    /// <summary>By key. One query.</summary>
    public Task<Outcome<Page<ConfigurationItemView>>> List(Caller caller, Paging paging, CancellationToken cancel) =>
        lists.Read(
            caller.Tenant, [DeletableRows.InForce(ConfigurationItem.Practice)], paging,
            row => ConfigurationItemView.Of(SettingsRow.Read<ConfigurationItem>(row)), cancel);

    /// <summary>What was done to items with no change record, newest first. One query.</summary>
    public Task<Outcome<Page<UnauthorizedChange>>> ListUnauthorized(
        Caller caller, Paging paging, Period period, CancellationToken cancel) => lists.Read(
        caller.Tenant, [ConfigurationRows.UnauthorizedIn(period.From, period.To)], paging,
        SettingsRow.Read<UnauthorizedChange>, cancel);

    /// <summary>What depends on it, and what it depends on; at most 500 items each way.</summary>
    public async Task<Outcome<RelatedItems>> Related(Caller caller, string key, int depth, CancellationToken cancel)
    {
        if ((await Get(caller, key, null, cancel)).IsRefused(out var missing, out var item)) return missing;
        var up = await relations.Walk(caller.Tenant, [item.State], Direction.Up, depth, MostRelated, cancel);
        var down = await relations.Walk(caller.Tenant, [item.State], Direction.Down, depth, MostRelated, cancel);
        return new RelatedItems([.. up.Items, .. down.Items], up.IsComplete && down.IsComplete);
    }
}

using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Configuration;

/// <summary>Reads what an item names, before it is decided.</summary>
/// <remarks>One point read for the service, one for each item named, up to three for the change. Of an item that others
/// depend on (one query) also one point read for each item it comes to depend on, to look for a cycle.</remarks>
public sealed class Surveyor(EventLog log, Lists lists, Relations relations)
{
    /// <summary>Everything that a put of an item needs to know.</summary>
    public async Task<Survey> Take(
        TenantId tenant, string key, PutConfigurationItem body, CancellationToken cancel)
    {
        string[] named = [.. (body.DependsOn ?? []).Distinct()];
        var found = await relations.Find(tenant, named.Where(other => other != key), cancel);
        var (cycle, isSeenThrough) = await Cycle(tenant, key, named, found, cancel);
        string[] unknown = [.. named.Where(other => other != key).Except(found.Select(item => item.Key))];
        return new(
            unknown, cycle, isSeenThrough, await IsServiceKnown(tenant, body.Service, cancel),
            await Change(tenant, body.Change, cancel));
    }

    /// <summary>The change that a caller names by number or id; null when they name none.</summary>
    public async Task<CoveringChange?> Change(TenantId tenant, string? named, CancellationToken cancel)
    {
        if (named is null) return null;
        var id = await lists.Locate(tenant, Changes.Change.Numbered, named, cancel);
        return new(
            named, id is null ? null : (await log.Find<Change, ChangeEvent>(tenant, id.Value, cancel))?.State);
    }

    private async Task<(IReadOnlyList<string>? Cycle, bool IsSeenThrough)> Cycle(
        TenantId tenant, string key, string[] named, IReadOnlyList<ConfigurationItem> found, CancellationToken cancel)
    {
        if (named.Contains(key)) return ([key, key], true);
        if (found.Count == 0 || (await relations.DependentsOf(tenant, key, cancel)).Count == 0) return (null, true);
        var walk = await relations.Walk(
            tenant, found, Direction.Down, int.MaxValue, Survey.MostReached, cancel);
        return walk.WayTo(key) is { } way ? ([key, .. way], true) : (null, walk.IsComplete);
    }

    private async Task<bool> IsServiceKnown(TenantId tenant, string? key, CancellationToken cancel) =>
        key is null || await log.Find<Service, ServiceEvent>(tenant, Service.IdOf(key), cancel) is not null;
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Configuration;

/// <summary>Reads how items hang together.</summary>
public sealed class Relations(EventLog log, Lists lists)
{
    private const int AtOnce = 16;

    /// <summary>The keys of the items that depend on one directly, at most 1,000. One query.</summary>
    public Task<IReadOnlyList<string>> DependentsOf(TenantId tenant, string key, CancellationToken cancel) =>
        Keys(tenant, ConfigurationRows.DependentsOf(key), cancel);

    /// <summary>The keys of the items of a service, at most 1,000. One query.</summary>
    public Task<IReadOnlyList<string>> ItemsOf(TenantId tenant, string service, CancellationToken cancel) =>
        Keys(tenant, ConfigurationRows.ItemsOf(service), cancel);

    /// <summary>The items of these keys that are there, in the order of the keys. One point read each.</summary>
    public async Task<IReadOnlyList<ConfigurationItem>> Find(
        TenantId tenant, IEnumerable<string> keys, CancellationToken cancel)
    {
        var found = new List<ConfigurationItem>();
        foreach (var some in keys.Chunk(AtOnce))
        {
            var records = await Task.WhenAll(some.Select(key => log.Find<ConfigurationItem, ConfigurationItemEvent>(
                tenant, ConfigurationItem.IdOf(key), cancel)));
            found.AddRange(records.Where(record => record is not null).Select(record => record!.State));
        }
        return found;
    }

    /// <summary>What is reached from items in one direction, step by step, each item once and the nearest
    /// first.</summary>
    /// <param name="most">After how many items the walk ends, and is not complete.</param>
    /// <remarks>One point read for each item; upwards also one query for each item that is gone on from.</remarks>
    public async Task<Walk> Walk(
        TenantId tenant, IReadOnlyList<ConfigurationItem> from, Direction direction, int depth, int most,
        CancellationToken cancel)
    {
        var walk = new Walk(from);
        for (var (step, level) = (1, from); step <= depth && level.Count > 0 && walk.IsComplete; step++)
        {
            var edges = await Edges(tenant, level, direction, cancel);
            level = walk.Take(step, direction, edges, await Find(tenant, walk.Unseen(edges), cancel), most);
        }
        return walk;
    }

    private async Task<IReadOnlyList<(string From, string To)>> Edges(
        TenantId tenant, IReadOnlyList<ConfigurationItem> level, Direction direction, CancellationToken cancel)
    {
        if (direction == Direction.Down)
            return [.. level.SelectMany(item => item.DependsOn.Select(to => (item.Key, to)))];
        var edges = new List<(string From, string To)>();
        foreach (var item in level)
            edges.AddRange((await DependentsOf(tenant, item.Key, cancel)).Select(to => (item.Key, to)));
        return edges;
    }

    private async Task<IReadOnlyList<string>> Keys(TenantId tenant, string partition, CancellationToken cancel) =>
        [.. (await lists.All(tenant, TableNames.Lookups, partition, cancel)).Select(row => row.RowKey)];
}

using System.Text.Json.Serialization;

namespace ItsmServerless.Configuration;

/// <summary>Which way a relation is followed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Direction>))]
public enum Direction
{
    /// <summary>To what depends on it: what an outage of it touches.</summary>
    [JsonStringEnumMemberName("up")] Up,
    /// <summary>To what it depends on: what may be the cause.</summary>
    [JsonStringEnumMemberName("down")] Down,
}

/// <summary>An item that was reached from another.</summary>
/// <param name="Depth">1 for what is related directly.</param>
/// <param name="Via">The key of the item before it on a shortest way.</param>
public sealed record RelatedItem(
    string Key, string Name, string Kind, string? Service, Direction Direction, int Depth, string Via);

/// <summary>What a walk over relations has seen. Each item is met once, so a cycle ends it too.</summary>
public sealed class Walk
{
    private readonly HashSet<string> seen;
    private readonly List<RelatedItem> items = [];

    /// <summary>A walk that begins here; the beginning is not among what it reaches.</summary>
    public Walk(IReadOnlyList<ConfigurationItem> from) => seen = [.. from.Select(item => item.Key)];

    /// <summary>What was reached, the nearest first.</summary>
    public IReadOnlyList<RelatedItem> Items => items;

    /// <summary>False when it ended because there were too many.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>Where the edges lead that nobody was yet, each once.</summary>
    public IReadOnlyList<string> Unseen(IEnumerable<(string From, string To)> edges) =>
        [.. edges.Select(edge => edge.To).Where(key => !seen.Contains(key)).Distinct()];

    /// <summary>Notes the items at the end of the edges.</summary>
    /// <returns>From where to go on.</returns>
    public IReadOnlyList<ConfigurationItem> Take(
        int depth, Direction direction, IReadOnlyList<(string From, string To)> edges,
        IReadOnlyList<ConfigurationItem> found, int most)
    {
        var via = edges.DistinctBy(edge => edge.To).ToDictionary(edge => edge.To, edge => edge.From);
        ConfigurationItem[] next = [.. found.Take(most - items.Count)];
        IsComplete = next.Length == found.Count;
        foreach (var item in next)
            items.Add(new(item.Key, item.Name, item.Kind, item.Service, direction, depth, via[item.Key]));
        seen.UnionWith(next.Select(item => item.Key));
        return next;
    }

    /// <summary>The keys on the way to an item, from where the walk began; null when it was not reached.</summary>
    public IReadOnlyList<string>? WayTo(string key)
    {
        if (Reached(key) is null) return null;
        var way = new List<string> { key };
        for (var at = Reached(key); at is not null; at = Reached(at.Via)) way.Insert(0, at.Via);
        return way;
    }

    private RelatedItem? Reached(string key) => items.FirstOrDefault(item => item.Key == key);
}

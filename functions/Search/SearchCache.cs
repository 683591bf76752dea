using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Index;
using Microsoft.Extensions.Caching.Memory;

namespace ItsmServerless.Search;

/// <summary>Segments and blocks in memory, as far as there is room. They never change.</summary>
public sealed class SearchCache(SearchStore store) : IDisposable
{
    private const long Room = 96 << 20;
    private const int BytesOfFacts = 300;
    private readonly MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = Room });

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    internal Task<Segment> Segment(TenantId tenant, SegmentInfo info, CancellationToken cancel) => Get(
        (tenant, info.Id, -1), info.Documents * BytesOfFacts, () => store.Load(tenant, info, cancel));

    internal Task<byte[]> Block(TenantId tenant, SegmentInfo info, int block, CancellationToken cancel) => Get(
        (tenant, info.Id, block), 33 << 10, () => store.Block(tenant, info, block, cancel));

    /// <summary>The segments of a manifest, and which of their records are alive.</summary>
    internal async Task<SearchSnapshot> Snapshot(TenantId tenant, SearchManifest manifest, CancellationToken cancel)
    {
        var id = string.Join(',', manifest.Segments.Select(segment => segment.Id));
        return await Get((tenant, id, -2), (manifest.Segments.Sum(segment => segment.Documents) * 100) + 1, async () =>
            SearchSnapshot.Of(await Task.WhenAll(manifest.Segments.Select(segment => Segment(tenant, segment, cancel)))));
    }

    private async Task<T> Get<T>(object key, int size, Func<Task<T>> load) where T : class
    {
        if (memory.TryGetValue(key, out T? found)) return found!;
        var loaded = await load();
        memory.Set(key, loaded, new MemoryCacheEntryOptions { Size = size, SlidingExpiration = TimeSpan.FromMinutes(30) });
        return loaded;
    }
}

/// <summary>The segments of an index at one time.</summary>
/// <param name="Newest">The newest version of every record in them.</param>
internal sealed record SearchSnapshot(
    IReadOnlyList<(Segment Segment, DocumentSet Alive)> Parts, IReadOnlyDictionary<RecordId, int> Newest)
{
    /// <summary>A record is alive where its version is the newest; where two are, in the first.</summary>
    public static SearchSnapshot Of(IReadOnlyList<Segment> segments)
    {
        var newest = new Dictionary<RecordId, (int Version, int Part, int Ordinal)>();
        for (var part = 0; part < segments.Count; part++)
            for (var ordinal = 0; ordinal < segments[part].Facts.Length; ordinal++)
            {
                var facts = segments[part].Facts[ordinal];
                if (!newest.TryGetValue(facts.Id, out var known) || known.Version < facts.Version)
                    newest[facts.Id] = (facts.Version, part, ordinal);
            }
        var parts = segments.Select(segment => (segment, Alive: new DocumentSet(segment.Facts.Length))).ToList();
        foreach (var (_, part, ordinal) in newest.Values) parts[part].Alive.Add(ordinal);
        return new(parts, newest.ToDictionary(pair => pair.Key, pair => pair.Value.Version));
    }
}

/// <summary>What is in no segment yet, by tenant: read once, looked through at every search.</summary>
public sealed class RecentDocuments(SearchStore store)
{
    private readonly ConcurrentDictionary<TenantId, IReadOnlyDictionary<string, IndexedDocument>> known = new();

    /// <summary>All of it: a query for the keys, and a point read for each that is new here.</summary>
    internal async Task<IReadOnlyCollection<IndexedDocument>> Read(TenantId tenant, CancellationToken cancel)
    {
        var before = known.GetValueOrDefault(tenant);
        var keys = await store.RecentKeys(tenant, cancel);
        var read = await Task.WhenAll(keys.Select(async key =>
            (Key: key, Document: before?.GetValueOrDefault(key) ?? await store.FindRecent(tenant, key, cancel))));
        var now = read.Where(pair => pair.Document is not null).ToDictionary(pair => pair.Key, pair => pair.Document!);
        if (now.Count == 0) known.TryRemove(tenant, out _);
        else known[tenant] = now;
        return now.Values;
    }
}

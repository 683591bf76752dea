using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Index;
using Microsoft.Extensions.Caching.Memory;

namespace ItsmServerless.Search;

/// <summary>What was read of indexes and records, in memory as far as there is room: at most 96 MB, of all tenants
/// together.</summary>
/// <remarks>Sizes are about what an entry takes. Segments never change; of all else it is known how old it is.</remarks>
public sealed class SearchCache(SearchStore store) : IDisposable
{
    /// <summary>Bytes that all of it may take.</summary>
    internal const long Room = 96 << 20;

    private const int BytesOfFacts = 400;
    private const int BytesOfVersion = 32;
    private const int BytesOfNewest = 80;
    private const int BytesOfTerm = 120;

    private readonly MemoryCache memory = new(new MemoryCacheOptions { SizeLimit = Room, TrackStatistics = true });

    /// <summary>Bytes that it takes now.</summary>
    internal long Bytes => memory.GetCurrentStatistics()!.CurrentEstimatedSize!.Value;

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    /// <summary>Reads the rows of a tenant's segments.</summary>
    internal SegmentReader Reader(TenantId tenant) => new(
        (info, block, cancel) => Get((tenant, info.Id, "p", block), 33 << 10, () => store.Block(tenant, info, block, cancel)),
        (info, row, cancel) => Get(
            (tenant, info.Id, "f", row), SegmentInfo.FactsOfRow * BytesOfFacts, () => store.Facts(tenant, info, row, cancel)));

    /// <summary>The segments of a manifest, and which of their records are alive.</summary>
    internal async Task<SearchSnapshot> Snapshot(
        TenantId tenant, IReadOnlyCollection<SegmentInfo> segments, CancellationToken cancel)
    {
        var id = string.Join(',', segments.Select(segment => segment.Id));
        return await Get((tenant, id), (segments.Sum(segment => segment.Documents) * BytesOfNewest) + 1, async () =>
            SearchSnapshot.Of(await Task.WhenAll(segments.Select(segment => Segment(tenant, segment, cancel)))));
    }

    /// <summary>The manifest of when the segment took what had waited; null when it is not known.</summary>
    internal SearchManifest? FindManifest(TenantId tenant, string? mark) =>
        mark is null ? null : memory.Get<SearchManifest>((tenant, "manifest", mark));

    internal void Remember(TenantId tenant, string mark, SearchManifest manifest) =>
        Set((tenant, "manifest", mark), manifest, 1 << 10);

    internal RecentRows? FindRecent(TenantId tenant) => memory.Get<RecentRows>((tenant, "recent"));

    internal void Remember(TenantId tenant, RecentRows rows) => Set(
        (tenant, "recent"), rows, 1_000 + rows.Documents.Values.Sum(document => document.Terms.Length * BytesOfTerm));

    /// <summary>A record as it was when it was indexed last; null when that is not known.</summary>
    internal SearchSource? FindSource(TenantId tenant, RecordId record) => memory.Get<SearchSource>((tenant, record));

    internal void Remember(TenantId tenant, SearchSource source) =>
        Set((tenant, source.Id), source, 2_000 + (2 * source.Characters) + (source.Document.Terms.Length * BytesOfTerm));

    private Task<Segment> Segment(TenantId tenant, SegmentInfo info, CancellationToken cancel) => Get(
        (tenant, info.Id), (info.Documents * BytesOfVersion) + 1_000, () => store.Load(tenant, info, cancel));

    private async Task<T> Get<T>(object key, int size, Func<Task<T>> load) where T : class
    {
        if (memory.TryGetValue(key, out T? found)) return found!;
        var loaded = await load();
        Set(key, loaded, size);
        return loaded;
    }

    private void Set<T>(object key, T value, int size) =>
        memory.Set(key, value, new MemoryCacheEntryOptions { Size = size, SlidingExpiration = TimeSpan.FromMinutes(30) });
}

using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Search;

/// <summary>What is in no segment yet, by tenant: read once, looked through at every search.</summary>
public sealed class RecentDocuments(SearchStore store, SearchCache cache)
{
    /// <summary>All of it: a query for the keys, and one for what came since; one for all the first time.</summary>
    internal async Task<RecentRows> Read(TenantId tenant, CancellationToken cancel)
    {
        var rows = cache.FindRecent(tenant) is { } before
            ? await Since(before, tenant, cancel)
            : await store.RecentFrom(tenant, "", cancel);
        cache.Remember(tenant, rows);
        return rows;
    }

    private async Task<RecentRows> Since(RecentRows before, TenantId tenant, CancellationToken cancel)
    {
        var (keys, mark) = await store.RecentKeys(tenant, cancel);
        if (keys.Where(key => !before.Documents.ContainsKey(key)).Min(StringComparer.Ordinal) is not { } first)
            return new(keys.ToDictionary(key => key, key => before.Documents[key]), mark);
        var fresh = await store.RecentFrom(tenant, first, cancel); // The mark is behind all keys: it is that of this query.
        var old = before.Documents.Where(pair => string.CompareOrdinal(pair.Key, first) < 0 && keys.Contains(pair.Key));
        return new(old.Concat(fresh.Documents).ToDictionary(), fresh.Mark);
    }
}

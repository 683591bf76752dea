using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Search.Index;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>Makes segments of what is new, and fewer and larger ones of those.</summary>
/// <remarks>May stop anywhere: what it wrote is not looked at before the manifest names it, and what it read stays until
/// then. One builds at a time; who stopped is given ten minutes.</remarks>
public sealed class SearchMerger(SearchStore store, SearchCache cache, Clock clock)
{
    /// <summary>Changes that wait for a segment.</summary>
    internal const int Waiting = 128;

    private static readonly Duration Patience = Duration.FromMinutes(10);
    private readonly ConcurrentDictionary<TenantId, SemaphoreSlim> gates = new();

    /// <summary>Makes a segment when enough is new, and merges those of a size. May be called at any time.</summary>
    /// <param name="atLeast">How many changes are enough.</param>
    public async Task Tend(TenantId tenant, int atLeast, CancellationToken cancel)
    {
        var gate = gates.GetOrAdd(tenant, _ => new(1, 1));
        if (!await gate.WaitAsync(TimeSpan.Zero, cancel)) return;
        try
        {
            while (await TryFlush(tenant, atLeast, cancel) || await TryMerge(tenant, cancel)) continue;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<bool> TryFlush(TenantId tenant, int atLeast, CancellationToken cancel)
    {
        if ((await store.RecentKeys(tenant, cancel)).Keys.Count < Math.Max(1, atLeast)) return false;
        var (waiting, _) = await store.RecentFrom(tenant, "", cancel);
        var newest = waiting.Values.GroupBy(document => document.Facts.Id)
            .Select(group => group.MaxBy(document => document.Facts.Version)!).ToList();
        if (newest.Count == 0) return false;
        if (await Build(tenant, SegmentDraft.Of(newest), [], cancel) is not { } built) return false;
        await store.RemoveRecent(tenant, built.Id, [.. waiting.Keys], cancel);
        return true;
    }

    private async Task<bool> TryMerge(TenantId tenant, CancellationToken cancel)
    {
        var (manifest, _) = await store.Manifest(tenant, cancel);
        if (manifest.ToMerge() is not { Length: > 0 } some) return false;
        var snapshot = await cache.Snapshot(tenant, manifest.Segments, cancel);
        var parts = snapshot.Parts.Where(part => some.Contains(part.Segment.Info)).ToList();
        var reader = new SegmentReader(
            (info, block, token) => store.Block(tenant, info, block, token), (info, row, token) => store.Facts(tenant, info, row, token));
        var draft = await SegmentDraft.Of(parts, reader, cancel);
        return await Build(tenant, draft, [.. some.Select(info => info.Id)], cancel) is not null;
    }

    /// <summary>Writes a segment and puts it in the place of others, unless somebody else builds.</summary>
    /// <returns>The segment; null when it does not count.</returns>
    private async Task<SegmentInfo?> Build(
        TenantId tenant, SegmentDraft draft, IReadOnlyCollection<string> merged, CancellationToken cancel)
    {
        var id = Ulid.NewUlid(clock.Now.ToDateTimeOffset()).ToString();
        var garbage = await Begin(tenant, id, cancel);
        if (garbage is null) return null;
        var built = await store.Write(tenant, id, draft, cancel);
        foreach (var old in garbage) await store.Drop(tenant, old, cancel);
        return await store.Change(tenant, manifest => End(manifest, built, merged, garbage), cancel) ? built : null;
    }

    /// <returns>What may be deleted; null when somebody else builds.</returns>
    private async Task<IReadOnlyCollection<string>?> Begin(TenantId tenant, string id, CancellationToken cancel)
    {
        IReadOnlyCollection<string> garbage = [];
        var begun = await store.Change(tenant, manifest =>
        {
            var others = manifest.Building.Where(building => building.Id != id).ToList();
            if (others.Exists(building => building.At > clock.Now - Patience)) return null;
            garbage = [.. manifest.Garbage, .. others.Select(building => building.Id)];
            return manifest with { Building = [new(id, clock.Now)], Garbage = [.. garbage] };
        }, cancel);
        return begun ? garbage : null;
    }

    private static SearchManifest? End(
        SearchManifest manifest, SegmentInfo built, IReadOnlyCollection<string> merged, IReadOnlyCollection<string> dropped)
    {
        if (manifest.Segments.Any(segment => segment.Id == built.Id)) return manifest;
        var isOvertaken = manifest.Building.All(building => building.Id != built.Id) ||
            !merged.All(id => manifest.Segments.Any(segment => segment.Id == id));
        if (isOvertaken) return null; // It is garbage by now, or will be.
        return manifest with
        {
            Segments = [.. manifest.Segments.Where(segment => !merged.Contains(segment.Id)), built],
            Building = [.. manifest.Building.Where(building => building.Id != built.Id)],
            Garbage = [.. manifest.Garbage.Except(dropped), .. merged],
        };
    }
}

using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Search.Index;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>Makes the index anew, of the records alone.</summary>
public sealed class SearchRebuilder(
    EventLog log, SearchStore store, SearchDocuments documents, SearchMerger merger, Clock clock)
{
    /// <summary>Records and characters that a page has at most: what is in memory at a time.</summary>
    private const int PageSize = 2_000;
    private const int PageCharacters = 8_000_000;

    /// <summary>Who began and does not go on for so long has stopped.</summary>
    private static readonly Duration Patience = Duration.FromHours(6);

    /// <summary>Where what was answered is kept: the index itself is no record.</summary>
    private static readonly RecordId Answers = RecordId.Named("search", "index");

    private static readonly string[] Kinds = [Change.Prefix, Incident.Prefix];

    /// <summary>Starts it. The same request again starts nothing.</summary>
    public async Task<Outcome<SearchIndexView>> Start(
        Request<NoBody> request, DurableTaskClient client, CancellationToken cancel) =>
        await log.Once(request.Command, Answers, () => Begin(request, client, cancel), cancel);

    private async Task<Outcome<SearchIndexView>> Begin(
        Request<NoBody> request, DurableTaskClient client, CancellationToken cancel)
    {
        var run = new SearchRebuildRun(request.Command.Tenant, request.Command.Id.Value);
        var instance = $"search-{run.Tenant}-{run.Id}";
        if (await client.GetInstanceAsync(instance, cancel) is null)
            await client.ScheduleNewOrchestrationInstanceAsync(
                SearchRebuildWorkflow.Name, run, new StartOrchestrationOptions(instance), cancel);
        return await Look(run.Tenant, cancel);
    }

    /// <summary>How the index is. A point read and a query over a small table.</summary>
    public async Task<Outcome<SearchIndexView>> Look(TenantId tenant, CancellationToken cancel)
    {
        var (manifest, _) = await store.Manifest(tenant, cancel);
        var waiting = await store.RecentKeys(tenant, cancel);
        return SearchIndexView.Of(manifest, waiting.Keys.Count);
    }

    /// <summary>Indexes a page of records; after the last, the new index takes the old one's place.</summary>
    /// <returns>How to go on; null when it is done, or another rebuild is under way.</returns>
    public async Task<SearchRebuildRun?> Step(SearchRebuildRun run, CancellationToken cancel)
    {
        if (!await IsUnderWay(run, cancel)) return null;
        var page = await NextPage(run, cancel);
        if (page.Count > 0)
        {
            await Index(run, page, cancel);
            return run with { After = page[^1].Facts.Id.Value, Pages = run.Pages + 1 };
        }
        await store.Change(run.Tenant, manifest => End(manifest, run.Id), cancel);
        await store.RemoveRecent(run.Tenant, run.Id, [], cancel); // Who knows a manifest reads it again.
        await merger.Tend(run.Tenant, SearchMerger.Waiting, cancel);
        return null;
    }

    private async Task<bool> IsUnderWay(SearchRebuildRun run, CancellationToken cancel)
    {
        var isOurs = false;
        await store.Change(run.Tenant, manifest =>
        {
            isOurs = manifest.Rebuild?.Id == run.Id;
            if (isOurs || run.Pages > 0) return null;
            if (manifest.Rebuild is { } other && other.At > clock.Now - Patience) return null;
            isOurs = true;
            return manifest with
            {
                Rebuild = new(run.Id, clock.Now, [.. manifest.Segments.Select(segment => segment.Id)], []),
                Garbage = [.. manifest.Garbage, .. manifest.Rebuild?.Segments.Select(segment => segment.Id) ?? []],
            };
        }, cancel);
        return isOurs;
    }

    /// <summary>Records in the order of their ids, kind by kind. A call for each thousand of their rows.</summary>
    private async Task<IReadOnlyList<IndexedDocument>> NextPage(SearchRebuildRun run, CancellationToken cancel)
    {
        var (page, characters) = (new List<IndexedDocument>(), 0);
        var last = run.After is { } text ? RecordId.From(text) : default(RecordId?);
        foreach (var kind in Kinds.Where(kind => last is null || string.CompareOrdinal(kind, last.Value.Prefix) >= 0))
        {
            await foreach (var source in documents.All(run.Tenant, kind, last?.Prefix == kind ? last : null, cancel))
            {
                page.Add(source.Document);
                if (page.Count == PageSize || (characters += source.Characters) >= PageCharacters) return page;
            }
        }
        return page;
    }

    private async Task Index(SearchRebuildRun run, IReadOnlyList<IndexedDocument> page, CancellationToken cancel)
    {
        var segment = await store.Write(run.Tenant, $"{run.Id}-{run.Pages}", SegmentDraft.Of(page), cancel);
        await store.Change(run.Tenant, manifest => manifest.Rebuild?.Id == run.Id
            ? manifest with
            {
                Rebuild = manifest.Rebuild with
                {
                    Segments = [.. manifest.Rebuild.Segments.Where(each => each.Id != segment.Id), segment],
                },
            }
            : null, cancel);
    }

    /// <summary>What was there before goes; what was written meanwhile stays, for it is newer.</summary>
    private static SearchManifest? End(SearchManifest manifest, string id) => manifest.Rebuild is { } rebuild && rebuild.Id == id
        ? manifest with
        {
            Segments = [.. rebuild.Segments, .. manifest.Segments.Where(segment => !rebuild.Before.Contains(segment.Id))],
            Garbage = [.. manifest.Garbage, .. rebuild.Before],
            Rebuild = null,
        }
        : null;
}

/// <summary>How a tenant's index is.</summary>
/// <param name="Records">Records in its segments; some may be there in more than one version.</param>
/// <param name="Waiting">Changes that are in no segment yet; they are found all the same.</param>
/// <param name="RebuildingSince">When somebody began to make it anew; null while nobody does.</param>
public sealed record SearchIndexView(int Segments, int Records, long Bytes, int Waiting, Instant? RebuildingSince)
{
    /// <summary>The view of a manifest.</summary>
    internal static SearchIndexView Of(SearchManifest manifest, int waiting) => new(
        manifest.Segments.Length, manifest.Segments.Sum(segment => segment.Documents),
        manifest.Segments.Sum(segment => segment.Bytes), waiting, manifest.Rebuild?.At);
}

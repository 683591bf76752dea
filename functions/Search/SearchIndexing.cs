using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Search;

/// <summary>Hears what happened to records, and lets their words be found.</summary>
/// <remarks>Goes by how the record is now, and the newest version of a record is the one that counts: events may come
/// twice and in any order.</remarks>
public sealed partial class SearchIndexing(
    SearchDocuments documents, SearchStore store, SearchMerger merger, Clock clock, ILogger<SearchIndexing> logger)
{
    private const int MostRemembered = 10_000;

    /// <summary>Between two looks whether enough waits for a segment.</summary>
    private const int Pace = 16;

    private readonly ConcurrentDictionary<(TenantId, RecordId), int> known = new();
    private readonly ConcurrentDictionary<TenantId, int> changes = new();

    /// <summary>One query over the record's partition and one write; nothing for an event that a version which was
    /// written here has already.</summary>
    public async Task Take(PublishedEvent published, CancellationToken cancel)
    {
        var (tenant, record) = (published.Tenant, published.Record);
        if (!SearchDocuments.Has(record) || known.GetValueOrDefault((tenant, record)) >= published.Sequence) return;
        if (await documents.Read(tenant, record, cancel) is not { } document) return;
        await store.Add(tenant, document, clock.Now, cancel);
        if (known.Count >= MostRemembered) known.Clear();
        known[(tenant, record)] = document.Facts.Version;
        if (changes.AddOrUpdate(tenant, 1, (_, count) => (count + 1) % Pace) == 0) await TryTend(tenant, cancel);
    }

    private async Task TryTend(TenantId tenant, CancellationToken cancel)
    {
        try
        {
            await merger.Tend(tenant, SearchMerger.Waiting, cancel);
        }
        catch (Exception away) when (away is Azure.RequestFailedException or SegmentGoneException)
        {
            LogNotMerged(logger, tenant, away); // The record is found all the same; a later one tries again.
        }
    }

    [LoggerMessage(6701, LogLevel.Warning, "The search index of {Tenant} could not be merged; it is tried again")]
    private static partial void LogNotMerged(ILogger logger, TenantId tenant, Exception exception);
}

using System.Collections.Concurrent;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Search;

/// <summary>Hears what happened to records, and lets their words be found.</summary>
/// <remarks>The newest version of a record is the one that counts: events may come twice and in any order.</remarks>
public sealed partial class SearchIndexing(
    SearchDocuments documents, SearchCache cache, RecentWriter writer, SearchMerger merger, Clock clock,
    ILogger<SearchIndexing> logger)
{
    /// <summary>Between two looks whether enough waits for a segment.</summary>
    private const int Pace = SearchMerger.Waiting / 2;

    private readonly ConcurrentDictionary<TenantId, int> changes = new();

    /// <summary>One write for an event that changes what is found, together with those that come at the same time;
    /// nothing for others. A read of the record before that when the events between are not known here.</summary>
    public async Task Take(PublishedEvent published, CancellationToken cancel)
    {
        var (tenant, record) = (published.Tenant, published.Record);
        if (!SearchDocuments.Has(record)) return;
        var before = cache.FindSource(tenant, record);
        if (before?.Version >= published.Sequence) return;
        var next = SearchSource.After(before, published);
        if (next is null && ChangesNothing(published)) return;
        if ((next ?? await documents.Read(tenant, record, cancel)) is not { } now) return;
        if (next is null || before is null || !next.IsFoundAs(before)) await Write(tenant, now, cancel);
        if (cache.FindSource(tenant, record) is not { } other || other.Version < now.Version) cache.Remember(tenant, now);
    }

    /// <summary>Events of incidents that are no words, and no fact that searches go by.</summary>
    private static bool ChangesNothing(PublishedEvent published) =>
        published.Record.Prefix == Incident.Prefix && published.Data.ValueKind == System.Text.Json.JsonValueKind.Object &&
        EventTypes<IncidentEvent>.Read(published.Type, published.Data) is
            ClockWarned or ClockBreached or ClockRecalculated or IncidentSignalled or IncidentEscalated or IncidentRecurred or
            IncidentAttached or IncidentLinked or IncidentAbsorbed or IncidentReleased;

    private async Task Write(TenantId tenant, SearchSource now, CancellationToken cancel)
    {
        await writer.Add(tenant, RecentRow.Of(now.Document, clock.Now), cancel);
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

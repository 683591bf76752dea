using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>A record at one time, as it is looked through.</summary>
/// <param name="Comments">Of an incident, oldest first.</param>
internal sealed record SearchSource(
    Incident? Incident, Change? Change, int Version, ImmutableArray<DocumentField> Comments, IndexedDocument Document)
{
    public RecordId Id => Incident?.Id ?? Change!.Id;

    /// <summary>About how many characters it is made of.</summary>
    public int Characters => Comments.Sum(comment => comment.Text.Length) +
        (Incident?.Description?.Length ?? Change?.Content.Description?.Length ?? 0);

    /// <summary>Made of all events of a record; null when there are none.</summary>
    public static SearchSource? Of(RecordId record, IEnumerable<StoredEvent> events) =>
        events.Aggregate((Draft?)null, (before, stored) => After(before, record, stored))?.Done(null);

    /// <summary>Of a change, which has no comments.</summary>
    public static SearchSource Of(Change change, int version) => new Draft(null, change, version, []).Done(null);

    /// <summary>The record after an event that was published; null when that cannot be said of the event alone: others
    /// came between, or are not known.</summary>
    public static SearchSource? After(SearchSource? before, PublishedEvent published)
    {
        var isNext = published.Data.ValueKind == JsonValueKind.Object && (before?.Version ?? 0) == published.Sequence - 1;
        if (!isNext) return null;
        var stored = new StoredEvent(published.Sequence, published.Type, published.At, published.By, published.Data, "", "");
        var known = before is null ? null : new Draft(before.Incident, before.Change, before.Version, before.Comments);
        return After(known, published.Record, stored).Done(before);
    }

    /// <summary>Whether nobody finds it by other words, among others or in another place than before.</summary>
    public bool IsFoundAs(SearchSource before) => Document.Terms == before.Document.Terms &&
        Document.Facts with { Version = 0, UpdatedAt = 0 } == before.Document.Facts with { Version = 0, UpdatedAt = 0 };

    private static Draft After(Draft? before, RecordId record, StoredEvent stored)
    {
        if (record.Prefix != Incidents.Incident.Prefix)
            return new(
                null, Changes.Change.Apply(before?.Change, Fold.Typed<ChangeEvent>(record, stored)), stored.Sequence, []);
        var recorded = Fold.Typed<IncidentEvent>(record, stored);
        var comments = before?.Comments ?? [];
        return new(
            Incidents.Incident.Apply(before?.Incident, recorded), null, stored.Sequence,
            recorded.Event is IncidentCommented said
                ? comments.Add(new(said.Body, said.Visibility == Visibility.Internal))
                : comments);
    }

    /// <summary>A record whose words are not cut yet.</summary>
    private sealed record Draft(Incident? Incident, Change? Change, int Version, ImmutableArray<DocumentField> Comments)
    {
        private IEnumerable<DocumentField> Fields => Incident is { } incident
            ? [new(incident.Number), new(incident.Title), new(incident.Description ?? ""), .. Comments]
            : [new(Change!.Number), new(Change.Content.Title), new(Change.Content.Description ?? "")];

        /// <param name="before">The words are those of before when the texts are.</param>
        public SearchSource Done(SearchSource? before)
        {
            var isSame = before is not null && before.Comments.Length == Comments.Length &&
                Texts(Incident, Change) == Texts(before.Incident, before.Change);
            return new(Incident, Change, Version, Comments, isSame
                ? before!.Document with { Facts = Facts }
                : IndexedDocument.Of(Facts, Fields));
        }

        private static (string, string?) Texts(Incident? incident, Change? change) => incident is not null
            ? (incident.Title, incident.Description)
            : (change!.Content.Title, change.Content.Description);

        private DocumentFacts Facts => Incident is { } incident
            ? new(
                incident.Id, Version, incident.UpdatedAt.ToUnixTimeTicks(), Incidents.Incident.Practice,
                Words<IncidentState>.Of(incident.State), incident.IsOpen, incident.Requester?.Email.Value ?? "",
                incident.ReportedBy.Value, incident.Group ?? "")
            : new(
                Change!.Id, Version, Change.UpdatedAt.ToUnixTimeTicks(), Changes.Change.Practice,
                Words<ChangeState>.Of(Change.State), Change.IsOpen, "", "", "");
    }
}

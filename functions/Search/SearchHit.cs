using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>A record that was found, as it is now.</summary>
/// <param name="FoundIn"><c>number</c>, <c>title</c>, <c>description</c>; <c>comments</c> when something that was looked
/// for is in none of these.</param>
/// <param name="Snippet">A part of title or description with what was found; null when it was in comments.</param>
public sealed record SearchHit(
    RecordId Id, string Number, string Practice, string State, string Title, Instant UpdatedAt,
    IReadOnlyList<string> FoundIn, SearchSnippet? Snippet)
{
    /// <summary>Of an incident.</summary>
    internal static SearchHit Of(Incident incident, SearchQuery query) => Of(
        query, incident.Id, incident.Number, Incident.Practice, Words<IncidentState>.Of(incident.State), incident.Title,
        incident.Description, incident.UpdatedAt);

    /// <summary>Of a change.</summary>
    internal static SearchHit Of(Change change, SearchQuery query) => Of(
        query, change.Id, change.Number, Change.Practice, Words<ChangeState>.Of(change.State), change.Content.Title,
        change.Content.Description, change.UpdatedAt);

    private static SearchHit Of(
        SearchQuery query, RecordId id, string number, string practice, string state, string title, string? description,
        Instant updatedAt)
    {
        var texts = new[] { ("number", number), ("title", title), ("description", description ?? "") };
        var found = texts.Select(text => (Place: text.Item1, Text: text.Item2, Clauses: Found(text.Item2, query))).ToList();
        var elsewhere = query.Wanted.Except(found.SelectMany(text => text.Clauses)).Any();
        var places = found.Where(text => text.Clauses.Count > 0).Select(text => text.Place);
        var shown = found.Where(text => text.Place != "number" && text.Clauses.Count > 0)
            .OrderByDescending(text => text.Clauses.Count).FirstOrDefault();
        return new(
            id, number, practice, state, title, updatedAt, [.. places, .. elsewhere ? ["comments"] : Array.Empty<string>()],
            shown.Text is null ? null : SearchSnippet.Of(shown.Text, query));
    }

    private static List<SearchClause> Found(string text, SearchQuery query)
    {
        var facts = new DocumentFacts(default, 0, 0, "", "", false, "", "", "");
        var document = IndexedDocument.Of(facts, [new(text)]);
        return [.. query.Wanted.Where(clause => DocumentSearch.Fits(document, new([clause]), seesInternal: false))];
    }
}

/// <summary>A part of a text.</summary>
/// <param name="Highlights">What was found in it, in its order.</param>
public sealed record SearchSnippet(string Text, IReadOnlyList<SearchHighlight> Highlights)
{
    private const int Before = 60;
    private const int Longest = 200;

    /// <summary>The part around the first word that was found; null when there is none.</summary>
    internal static SearchSnippet? Of(string text, SearchQuery query)
    {
        var wanted = query.Wanted.SelectMany(clause => clause.Tokens).ToList();
        var tokens = TextTokens.Of(text).ToList();
        var found = tokens.Where(token => wanted.Exists(each => Is(each, token))).ToList();
        if (found.Count == 0) return null;
        var start = tokens.First(token => token.Start >= found[0].Start - Before).Start;
        var end = tokens.Last(token => token.Start + token.Length <= Math.Max(start + Longest, found[0].Start + found[0].Length));
        var length = end.Start + end.Length - start;
        return new(text.Substring(start, length),
        [
            .. found.Where(token => token.Start + token.Length <= start + length)
                .Select(token => new SearchHighlight(token.Start - start, token.Length)).Distinct(),
        ]);
    }

    private static bool Is(TextToken wanted, TextToken token) => wanted.IsPrefix
        ? token.Text.StartsWith(wanted.Text, StringComparison.Ordinal)
        : token.Text == wanted.Text;
}

/// <summary>Where in a snippet, in UTF-16 characters.</summary>
public sealed record SearchHighlight(int Start, int Length);

using ItsmServerless.Changes;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>A record that was found, as it is now.</summary>
/// <param name="FoundIn"><c>number</c>, <c>title</c>, <c>description</c>, <c>comments</c>: where something stands that was
/// looked for. Comments are looked at for what is in none of the others.</param>
/// <param name="Snippet">A part of the title, description or comment that has most of what was looked for; null when it
/// was the number.</param>
public sealed record SearchHit(
    RecordId Id, string Number, string Practice, string State, string Title, Instant UpdatedAt,
    IReadOnlyList<string> FoundIn, SearchSnippet? Snippet)
{
    private const string InNumber = "number";

    /// <summary>Of an incident; null when not all that was looked for is there.</summary>
    /// <param name="comments">Those that the caller may read.</param>
    internal static SearchHit? Of(Incident incident, IReadOnlyList<string> comments, SearchQuery query) => Of(
        query, incident.Id, incident.Number, Incident.Practice, Words<IncidentState>.Of(incident.State), incident.Title,
        incident.Description, comments, incident.UpdatedAt);

    /// <summary>Of a change; null when not all that was looked for is there.</summary>
    internal static SearchHit? Of(Change change, SearchQuery query) => Of(
        query, change.Id, change.Number, Change.Practice, Words<ChangeState>.Of(change.State), change.Content.Title,
        change.Content.Description, [], change.UpdatedAt);

    private static SearchHit? Of(
        SearchQuery query, RecordId id, string number, string practice, string state, string title, string? description,
        IReadOnlyList<string> comments, Instant updatedAt)
    {
        IEnumerable<(string Place, string Text)> texts =
            [(InNumber, number), ("title", title), ("description", description ?? ""), .. comments.Select(body => ("comments", body))];
        var found = texts.Select(text => (text.Place, text.Text, Clauses: Found(text.Text, query)))
            .Where(text => text.Clauses.Count > 0).ToList();
        if (query.Wanted.Except(found.SelectMany(text => text.Clauses)).Any()) return null;
        var shown = found.Where(text => text.Place != InNumber)
            .OrderByDescending(text => text.Clauses.Count).Select(text => text.Text).FirstOrDefault();
        return new(
            id, number, practice, state, title, updatedAt, [.. found.Select(text => text.Place).Distinct(StringComparer.Ordinal)],
            shown is null ? null : SearchSnippet.Of(shown, query));
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
        text = TextTokens.Canonical(text);
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

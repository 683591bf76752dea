using System.Runtime.CompilerServices;
using ItsmServerless.Search.Text;

namespace ItsmServerless.Search.Index;

/// <summary>What is looked for, and in what.</summary>
/// <param name="SeesInternal">Whether words that only the desk may read are looked at.</param>
/// <param name="Narrowed">Facts that records have, of each at least one: see <see cref="FactTerms"/>.</param>
internal sealed record SearchScope(SearchQuery Query, bool SeesInternal, IReadOnlyList<IReadOnlyList<string>> Narrowed);

/// <summary>Finds the records of a segment that a query is about.</summary>
/// <param name="alive">Records whose newest version is this one.</param>
internal sealed class SegmentSearch(Segment segment, SegmentReader reader, DocumentSet alive)
{
    /// <summary>Records whose facts are read together.</summary>
    private const int Together = 8;

    /// <summary>Newest update first, looked for as they are asked for, a few at a time.</summary>
    public async IAsyncEnumerable<DocumentFacts> Find(SearchScope scope, [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var some in Ordinals(scope, cancel).Chunk(Together).WithCancellation(cancel))
        {
            var rows = some.Select(ordinal => ordinal / SegmentInfo.FactsOfRow).Distinct()
                .ToDictionary(row => row, row => reader.Facts(segment.Info, row, cancel));
            await Task.WhenAll(rows.Values);
            foreach (var ordinal in some)
                yield return (await rows[ordinal / SegmentInfo.FactsOfRow])[ordinal % SegmentInfo.FactsOfRow];
        }
    }

    /// <summary>What is rare leads: of a frequent word as much is read as the records that are taken need.</summary>
    private async IAsyncEnumerable<int> Ordinals(SearchScope scope, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (wanted, unwanted) = (Wanted(scope), Unwanted(scope));
        for (var ordinal = await wanted.From(0, cancel); ordinal < int.MaxValue; ordinal = await wanted.From(ordinal + 1, cancel))
            if (alive.Has(ordinal) && await unwanted.From(ordinal, cancel) != ordinal) yield return ordinal;
    }

    private AllMatches Wanted(SearchScope scope)
    {
        var clauses = scope.Query.Wanted.OrderBy(clause => clause.Tokens.Min(Blocks)).Select(clause => Fitting(clause, scope));
        var narrowed = segment.Info.HeadRows == 0 ? [] : scope.Narrowed; // Facts were not among the words then.
        return new([.. clauses, .. narrowed.Select(each => new AnyMatches([.. each.Select(Term)]))]);
    }

    private AnyMatches Unwanted(SearchScope scope) =>
        new([.. scope.Query.Clauses.Where(clause => clause.IsExcluded).Select(clause => Fitting(clause, scope))]);

    private IMatches Fitting(SearchClause clause, SearchScope scope) => scope.SeesInternal
        ? new AnyMatches([Fitting(clause, ""), Fitting(clause, IndexedDocument.Internal)])
        : Fitting(clause, "");

    private IMatches Fitting(SearchClause clause, string kind) => clause.Tokens is [var only]
        ? Places(only, kind)
        : new PhraseMatches([.. clause.Tokens.OrderBy(Blocks).Select(token => (Places(token, kind), token.Position))]);

    private IPlaces Places(TextToken token, string kind) => token.IsPrefix
        ? new PrefixMatches(segment, kind + token.Text, reader)
        : new TermMatches(segment, kind + token.Text, reader);

    private IMatches Term(string term) => new TermMatches(segment, term, reader);

    /// <summary>How many blocks a word may be in: the fewer, the rarer.</summary>
    private int Blocks(TextToken token)
    {
        var (first, end) = Index.Blocks.Having(segment.Starts, token.Text, token.IsPrefix);
        return end - first;
    }
}

/// <summary>The same for a record that is not in a segment yet.</summary>
internal static class DocumentSearch
{
    public static bool Fits(IndexedDocument document, SearchQuery query, bool seesInternal) =>
        query.Clauses.All(clause => Fits(document, clause, seesInternal) != clause.IsExcluded);

    private static bool Fits(IndexedDocument document, SearchClause clause, bool seesInternal) =>
        Fits(document, clause, "") || (seesInternal && Fits(document, clause, IndexedDocument.Internal));

    private static bool Fits(IndexedDocument document, SearchClause clause, string kind)
    {
        HashSet<int>? starts = null;
        foreach (var token in clause.Tokens)
        {
            var next = document.Positions(kind + token.Text, token.IsPrefix)
                .SelectMany(positions => positions).Select(position => position - token.Position).ToHashSet();
            if (starts is not null) next.IntersectWith(starts);
            if (next.Count == 0) return false;
            starts = next;
        }
        return true;
    }
}

/// <summary>Facts of records as terms, beside the words of their texts: who may see few of the records finds these
/// without looking at the others.</summary>
internal static class FactTerms
{
    private const int Longest = 500;

    /// <summary>What terms that are facts begin with.</summary>
    private const string Mark = "\u0002";

    public static IEnumerable<string> Of(DocumentFacts facts)
    {
        yield return Practice(facts.Practice);
        yield return State(facts.State);
        if (facts.IsOpen) yield return Open;
        if (facts.Requester.Length > 0) yield return Requester(facts.Requester);
        if (facts.ReportedBy.Length > 0) yield return ReportedBy(facts.ReportedBy);
        if (facts.Group.Length > 0) yield return Group(facts.Group);
    }

    public static string Open { get; } = Mark + "o";

    public static string Practice(string practice) => Of("p", practice);

    public static string State(string state) => Of("s", state);

    public static string Requester(string email) => Of("r", email);

    public static string ReportedBy(string actor) => Of("b", actor);

    public static string Group(string key) => Of("g", key);

    /// <summary>Two that are the same for so long are one here: the facts themselves have the last word.</summary>
    private static string Of(string kind, string value) => $"{Mark}{kind}{(value.Length > Longest ? value[..Longest] : value)}";
}

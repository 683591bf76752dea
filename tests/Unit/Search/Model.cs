using System.Collections.Immutable;
using CsCheck;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Search.Index;
using ItsmServerless.Search.Text;

namespace ItsmServerless.Tests.Unit.Search;

/// <summary>Random records, random queries, and the slow and obvious way to answer them.</summary>
internal static class Model
{
    private static readonly string[] Vocabulary =
        ["paper", "jam", "printer", "print", "prints", "Prínt", "fax", "net", "netz", "a", "b", "紙詰まり", "紙", "詰", "\u0e01\u0e02\u0e03", "10.0.0.1", "ß"];

    public static Gen<string> Text { get; } = Gen.OneOf(Vocabulary).Array[0, 12].Select(words => string.Join(' ', words));

    public static Gen<ModelRecord> Record { get; } =
        Gen.Select(Gen.Int[0, 20], Gen.Int[1, 6], Text, Text, Gen.Int[0, 5], Text).Select(
            (id, version, title, description, at, note) => new ModelRecord(id, version, at, [title, description], note));

    public static Gen<SearchQuery> Query { get; } = Gen.Select(Part, Part, Part, Gen.Int[1, 3])
        .Select((one, two, three, count) => string.Join(' ', new[] { one, two, three }.Take(count)))
        .Select(text => SearchQuery.Parse(text)).Where(query => query.Problem is null && query.Value.Clauses.Length > 0)
        .Select(query => query.Value);

    private static Gen<string> Part => Gen.Frequency(
        (4, Gen.OneOf(Vocabulary)),
        (2, Gen.OneOf("pri*", "pap*", "ne*", "print*")),
        (3, Gen.OneOf(Vocabulary).Array[2, 3].Select(words => $"\"{string.Join(' ', words)}\"")),
        (1, Gen.OneOf(Vocabulary).Select(word => $"-{word}")));

    /// <summary>The newest versions that fit, in the order of results.</summary>
    public static List<(RecordId Id, int Version)> Answer(
        IEnumerable<ModelRecord> records, SearchQuery query, bool seesInternal) =>
    [
        .. records.GroupBy(record => record.Number).Select(group => group.MaxBy(record => record.Version)!)
            .Where(record => query.Clauses.All(clause => Fits(record, clause, seesInternal) != clause.IsExcluded))
            .Select(record => record.Facts).OrderByDescending(facts => facts.UpdatedAt).ThenBy(facts => facts.Id.Value, StringComparer.Ordinal)
            .Select(facts => (facts.Id, facts.Version)),
    ];

    private static bool Fits(ModelRecord record, SearchClause clause, bool seesInternal) =>
        record.Texts.Concat(seesInternal ? [record.Note] : Array.Empty<string>()).Any(text => Fits(text, clause));

    /// <summary>Tries every place of the text.</summary>
    private static bool Fits(string text, SearchClause clause)
    {
        var tokens = TextTokens.Of(text).ToList();
        return Enumerable.Range(0, tokens.Count + 1).Any(start => clause.Tokens.All(wanted => tokens.Exists(token =>
            token.Position == start + wanted.Position &&
            (wanted.IsPrefix ? token.Text.StartsWith(wanted.Text, StringComparison.Ordinal) : token.Text == wanted.Text))));
    }
}

/// <summary>A version of a record. The same number and version is the same record.</summary>
internal sealed record ModelRecord(int Number, int Version, int At, string[] Texts, string Note)
{
    public DocumentFacts Facts => new(
        new($"inc_{Number:D3}"), Version, At + (10 * Version), "incident", "new", true, "", "", "");

    public IndexedDocument Document => IndexedDocument.Of(
        Facts, [.. Texts.Select(text => new DocumentField(text)), new DocumentField(Note, IsInternal: true)]);

    /// <summary>Of several with the same number and version, the first: a version is written once.</summary>
    public static ImmutableArray<ModelRecord> Distinct(IEnumerable<ModelRecord> records) =>
        [.. records.DistinctBy(record => (record.Number, record.Version))];
}

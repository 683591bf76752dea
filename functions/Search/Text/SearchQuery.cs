using System.Collections.Immutable;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Search.Text;

/// <summary>Words that follow each other; a single word is a phrase of one.</summary>
/// <param name="IsExcluded">Records that have it are not found.</param>
public sealed record SearchClause(ImmutableArray<TextToken> Tokens, bool IsExcluded)
{
    /// <inheritdoc/>
    public bool Equals(SearchClause? other) =>
        other is not null && IsExcluded == other.IsExcluded && Tokens.SequenceEqual(other.Tokens);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Tokens.Length, IsExcluded);
}

/// <summary>What is looked for: all of the clauses, and none of the excluded ones.</summary>
public sealed record SearchQuery(ImmutableArray<SearchClause> Clauses)
{
    private const int Longest = 256;
    private const int MostTokens = 32;
    private const int ShortestPrefix = 2;

    /// <summary>What has to be there.</summary>
    public IEnumerable<SearchClause> Wanted => Clauses.Where(clause => !clause.IsExcluded);

    /// <summary>Reads a query: words, <c>begin*</c>, <c>"a phrase"</c>, and any of them with <c>-</c> before.</summary>
    /// <returns>A query without clauses when there is nothing to look for.</returns>
    public static Outcome<SearchQuery> Parse(string text)
    {
        if (text.Length > Longest) return Refused($"has {text.Length} characters; {Longest} are allowed");
        var clauses = Parts(text).Select(Clause).Where(clause => clause.Tokens.Length > 0).ToImmutableArray();
        if (clauses.Sum(clause => clause.Tokens.Length) > MostTokens) return Refused($"has more than {MostTokens} words");
        if (clauses.Length == 0 && !string.IsNullOrWhiteSpace(text)) return Refused("has no letter or digit to look for");
        if (clauses.Length > 0 && clauses.All(clause => clause.IsExcluded)) return Refused("only says what is not wanted");
        return clauses.SelectMany(clause => clause.Tokens).Any(IsTooShort)
            ? Refused($"asks for words that begin with less than {ShortestPrefix} characters")
            : new SearchQuery(clauses);
    }

    /// <summary>One character of a script without spaces is a word; of others, a beginning too common.</summary>
    private static bool IsTooShort(TextToken token) =>
        token.IsPrefix && token.Text.Length < ShortestPrefix && token.Text[0] < '\u0e00';

    private static SearchClause Clause((string Text, bool IsExcluded, bool IsPrefix) part)
    {
        var tokens = TextTokens.OfQuery(part.Text);
        if (part.IsPrefix && tokens.Length > 0) tokens = tokens.SetItem(tokens.Length - 1, tokens[^1] with { IsPrefix = true });
        return new(tokens, part.IsExcluded);
    }

    private static IEnumerable<(string Text, bool IsExcluded, bool IsPrefix)> Parts(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var isExcluded = text[at] == '-' && at + 1 < text.Length && !char.IsWhiteSpace(text[at + 1]);
            if (isExcluded) at++;
            var isQuoted = text[at] == '"';
            if (isQuoted) at++;
            var end = at;
            while (end < text.Length && (isQuoted ? text[end] != '"' : !char.IsWhiteSpace(text[end]) && text[end] != '"')) end++;
            var part = text[at..end];
            yield return (part, isExcluded, !isQuoted && part.EndsWith('*'));
            at = isQuoted ? end + 1 : end;
        }
    }

    private static Problem Refused(string why) => new(ProblemCode.InvalidParameter, $"q {why}.");
}

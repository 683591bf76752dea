using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace ItsmServerless.Search.Text;

/// <summary>A word of a text, as it is looked for.</summary>
/// <param name="Position">Which word of the text it is; two may share a place.</param>
/// <param name="Start">Where it stands in the text, in UTF-16 characters.</param>
public readonly record struct TextToken(string Text, int Position, int Start, int Length)
{
    /// <summary>Whether words that begin with it are meant as well.</summary>
    public bool IsPrefix { get; init; }
}

/// <summary>Cuts text into words, whatever its language.</summary>
/// <remarks>Letters, marks and digits make words; all else parts them. Scripts without spaces are cut into pairs of
/// characters (as Lucene's CJKBigramFilter does), and the last character of a run stands for itself as well. A query
/// is cut in the same way, but for that last one.</remarks>
public static class TextTokens
{
    /// <summary>Words of a text that are looked at; what follows is not found.</summary>
    public const int Most = 60_000;

    private const int LongestRun = 256;

    /// <summary>The words of a text that is searched; their places are those in its <see cref="Canonical"/> form.</summary>
    public static IEnumerable<TextToken> Of(string text) => Cut(Canonical(text), isQuery: false).Take(Most);

    /// <summary>The words of a query: at positions from 0, each of which has to match.</summary>
    public static ImmutableArray<TextToken> OfQuery(string text) => [.. Cut(Canonical(text), isQuery: true)];

    /// <summary>The text with each character in one piece (Unicode NFC): those of Hangul and Kana would be cut in other
    /// places otherwise.</summary>
    public static string Canonical(string text) => Folding.Composed(text);

    private static IEnumerable<TextToken> Cut(string text, bool isQuery)
    {
        var position = 0;
        foreach (var (start, length, isPaired) in Runs(text))
        {
            if (!isPaired)
            {
                var word = Folding.Fold(text.AsSpan(start, Math.Min(length, LongestRun)));
                if (word.Length > 0) yield return new(word, position++, start, length);
                continue;
            }
            foreach (var token in Pairs(text, start, length, position, isQuery))
            {
                position = token.Position + 1;
                yield return token;
            }
        }
    }

    /// <summary>Pairs of neighbours; of a single character, itself.</summary>
    private static IEnumerable<TextToken> Pairs(string text, int start, int length, int position, bool isQuery)
    {
        var starts = new List<int>();
        for (var at = start; at < start + length; at += char.IsSurrogate(text[at]) ? 2 : 1) starts.Add(at);
        starts.Add(start + length);
        for (var index = 0; index < starts.Count - 2; index++)
            yield return Token(text, starts[index], starts[index + 2], position++);
        if (isQuery && starts.Count > 2) yield break;
        var last = Token(text, starts[^2], starts[^1], starts.Count > 2 ? position - 1 : position);
        yield return last with { IsPrefix = isQuery };
    }

    private static TextToken Token(string text, int from, int to, int position) =>
        new(Folding.Fold(text.AsSpan(from, to - from)), position, from, to - from);

    /// <summary>Stretches of letters and digits, parted where the kind of script changes.</summary>
    private static IEnumerable<(int Start, int Length, bool IsPaired)> Runs(string text)
    {
        var (start, isPaired) = (-1, false);
        for (var at = 0; at < text.Length;)
        {
            var isRune = Rune.TryGetRuneAt(text, at, out var rune);
            var inWord = isRune && IsOfWord(rune);
            var paired = inWord && (IsMark(rune) && start >= 0 ? isPaired : IsPairedScript(rune.Value));
            if (start >= 0 && (!inWord || paired != isPaired))
            {
                yield return (start, at - start, isPaired);
                start = -1;
            }
            if (inWord && start < 0) (start, isPaired) = (at, paired);
            at += isRune ? rune.Utf16SequenceLength : 1;
        }
        if (start >= 0) yield return (start, text.Length - start, isPaired);
    }

    private static bool IsOfWord(Rune rune) => Rune.IsLetterOrDigit(rune) || IsMark(rune) ||
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    /// <summary>Scripts that put no spaces between words: Thai, Lao, Myanmar, Khmer, Kana, Hangul, Han.</summary>
    private static bool IsPairedScript(int rune) => rune is
        (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF) or
        (>= 0x3040 and <= 0x30FF) or (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or
        (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or
        (>= 0xFF66 and <= 0xFF9F) or (>= 0x20000 and <= 0x323AF);
}

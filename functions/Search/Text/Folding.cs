using System.Text;
using ICU4N.Text;

namespace ItsmServerless.Search.Text;

/// <summary>Makes one word of all its spellings: NFKC, case folded, without diacritics (Unicode UAX 15, UTR 30).</summary>
/// <remarks>ICU's tables: those of the framework are away where the culture is invariant.</remarks>
internal static class Folding
{
    private const int Longest = 64;
    private static readonly Normalizer2 CaseFold = Normalizer2.NFKCCaseFoldInstance;
    private static readonly Normalizer2 Decompose = Normalizer2.NFDInstance;
    private static readonly Normalizer2 Compose = Normalizer2.NFCInstance;

    /// <summary>The word; at most 64 characters of it. Empty when nothing is left.</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        if (IsPlain(word)) return Cut(word.ToString().ToLowerInvariant());
        var text = new StringBuilder(word.Length);
        foreach (var c in Decompose.Normalize(CaseFold.Normalize(word.ToString()))) Append(text, c);
        return Cut(Compose.Normalize(text.ToString()));
    }

    /// <summary>The text with each character in one piece.</summary>
    public static string Composed(string text) => IsPlain(text) || Compose.IsNormalized(text) ? text : Compose.Normalize(text);

    private static bool IsPlain(ReadOnlySpan<char> word) => word.IndexOfAnyExceptInRange('\0', '\x7f') < 0;

    private static string Cut(string word) => word.Length <= Longest ? word
        : char.IsHighSurrogate(word[Longest - 1]) ? word[..(Longest - 1)] : word[..Longest];

    /// <summary>Letters whose stroke or ligature Unicode does not take apart stand for their base.</summary>
    private static void Append(StringBuilder text, char c) => _ = c switch
    {
        'ø' => text.Append('o'),
        'ł' => text.Append('l'),
        'đ' or 'ð' => text.Append('d'),
        'ħ' => text.Append('h'),
        'ı' => text.Append('i'),
        'æ' => text.Append("ae"),
        'œ' => text.Append("oe"),
        'þ' => text.Append("th"),
        _ when IsDiacritic(c) => text,
        _ => text.Append(c),
    };

    /// <summary>Marks of Latin, Greek and Cyrillic, points of Hebrew, vowels of Arabic: words are looked for without
    /// them. The vowel signs of other scripts are part of their words.</summary>
    private static bool IsDiacritic(char c) =>
        c is (>= '\u0300' and <= '\u036f') or (>= '\u0591' and <= '\u05c7') or (>= '\u064b' and <= '\u065f') or '\u0670';
}

using System.Text;

namespace ItsmServerless.Notifications;

/// <summary>Text in a card, which reads a little Markdown: what a person wrote must stay text, and become neither a
/// link nor a list.</summary>
/// <remarks>learn.microsoft.com/adaptive-cards/authoring-cards/text-features: bold, italics, lists and links. Where a
/// client should not know the backslash it shows it, and the mark is broken all the same.</remarks>
public static class CardText
{
    private const string Marks = "\\[]*_`<>~";
    private const string LineMarks = "#-+";

    /// <summary>The same text with every mark escaped, cut to so many characters of the original.</summary>
    public static string Plain(string text, int longest)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var line in Cut(text, longest).ReplaceLineEndings("\n").Split('\n'))
            AppendLine(plain.Length == 0 ? plain : plain.Append("\n\n"), line.Trim());
        return plain.ToString();
    }

    private static void AppendLine(StringBuilder plain, string line)
    {
        for (var index = 0; index < line.Length; index++)
        {
            var begins = index == 0
                ? LineMarks.Contains(line[0], StringComparison.Ordinal)
                : EndsNumber(line, index);
            if (begins || Marks.Contains(line[index], StringComparison.Ordinal)) plain.Append('\\');
            plain.Append(char.IsControl(line[index]) ? ' ' : line[index]);
        }
    }

    /// <summary>The point or bracket after the number of a list's item.</summary>
    private static bool EndsNumber(string line, int index) =>
        line[index] is '.' or ')' && (index + 1 == line.Length || line[index + 1] == ' ') &&
        line.AsSpan(0, index).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string Cut(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var end = char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest;
        return text[..end] + "…";
    }
}

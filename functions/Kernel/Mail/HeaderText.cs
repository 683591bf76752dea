using System.Globalization;
using System.Text;

namespace ItsmServerless.Kernel.Mail;

/// <summary>Makes one printable line of any text.</summary>
public static class HeaderText
{
    /// <summary>Line breaks and other control characters become spaces, runs of spaces one; halves of characters and
    /// invisible marks that turn or hide text go; at most <paramref name="most"/> UTF-16 units are left.</summary>
    public static string Line(string? text, int most)
    {
        var line = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes()) Append(line, rune);
        return Cut(line.ToString().Trim(), most);
    }

    /// <summary>The first part of a text that does not end within a character.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)].TrimEnd();
    }

    private static void Append(StringBuilder line, Rune rune)
    {
        if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)) AppendSpace(line);
        else if (IsShown(rune)) line.Append(rune);
    }

    private static bool IsShown(Rune rune) =>
        Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format && rune != Rune.ReplacementChar;

    private static void AppendSpace(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
    }
}

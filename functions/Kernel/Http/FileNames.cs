using System.Globalization;
using System.Text;

namespace ItsmServerless.Kernel.Http;

/// <summary>Names of files that strangers sent: shown to people, never used as a path or a key.</summary>
public static class FileNames
{
    /// <summary>What a file without a usable name is called.</summary>
    public const string Unnamed = "file";

    private const int Longest = 200;

    /// <summary>The last part of the name without what is invisible, turns text around, or steers a terminal.</summary>
    /// <remarks>Control and format characters (bidirectional overrides, zero-width spaces), half surrogate pairs and
    /// unassigned characters go, as do dots and spaces at the ends; at most 200 characters stay, with the extension.
    /// </remarks>
    public static string Clean(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var visible = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
            if (IsVisible(rune)) visible.Append(rune);
        var trimmed = visible.ToString().Trim(' ', '.');
        return trimmed.Length == 0 ? Unnamed : Shortened(trimmed);
    }

    private static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
        UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static string Shortened(string name)
    {
        if (name.Length <= Longest) return name;
        var extension = name.LastIndexOf('.') is var dot && dot >= 0 && name.Length - dot <= 16 ? name[dot..] : "";
        return Whole(name[..(Longest - extension.Length)]) + extension;
    }

    /// <summary>A cut never leaves half a surrogate pair.</summary>
    private static string Whole(string cut) => char.IsHighSurrogate(cut[^1]) ? cut[..^1] : cut;
}

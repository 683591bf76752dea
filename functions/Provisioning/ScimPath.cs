using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Provisioning;

/// <summary>Where an operation works (RFC 7644, 3.5.2): an attribute, perhaps of an extension, perhaps one item of a
/// list, perhaps a part of it.</summary>
/// <param name="Extension">The extension's name; null for the resource's own attributes.</param>
/// <param name="Attribute">The attribute; empty for all of an extension.</param>
/// <param name="Item">The attribute by which an item is chosen; null for all items.</param>
/// <param name="Value">What that attribute is.</param>
/// <param name="Part">The part of the attribute or item; null for the whole.</param>
internal sealed partial record ScimPath(string? Extension, string Attribute, string? Item, string? Value, string? Part)
{
    private const int Longest = 500;

    /// <summary>Reads a path; <c>invalidPath</c> for one of another form.</summary>
    public static Outcome<ScimPath> Read(string text)
    {
        var (extension, rest) = Split(text);
        if (extension is not null && rest.Length == 0) return new ScimPath(extension, "", null, null, null);
        var match = text.Length <= Longest ? Form().Match(rest) : Match.Empty;
        return match.Success
            ? new ScimPath(extension, match.Groups["attribute"].Value, Of(match, "item"), Of(match, "value"), Of(match, "part"))
            : ScimNames.Bad("invalidPath", $"{text} is no path that is understood here.");
    }

    private static (string? Extension, string Inner) Split(string text)
    {
        foreach (var own in new[] { ScimNames.User, ScimNames.Group })
            if (text.StartsWith(own + ":", StringComparison.OrdinalIgnoreCase)) return (null, text[(own.Length + 1)..]);
        return text.StartsWith(ScimNames.Enterprise, StringComparison.OrdinalIgnoreCase)
            ? (ScimNames.Enterprise, text[ScimNames.Enterprise.Length..].TrimStart(':'))
            : (null, text);
    }

    private static string? Of(Match match, string group) => match.Groups[group] is { Success: true, Value: var value } ? value : null;

    [GeneratedRegex("""^(?<attribute>[A-Za-z$][\w$-]*)(\[\s*(?<item>\w+)\s+[eE][qQ]\s+"?(?<value>[^"\]]*)"?\s*\])?(\.(?<part>\w+))?\z""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Form();
}

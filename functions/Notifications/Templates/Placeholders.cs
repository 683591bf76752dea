using System.Text.RegularExpressions;

namespace ItsmServerless.Notifications.Templates;

/// <summary>Names in double braces, and nothing else: no conditions, no loops, no expressions (OWASP ASVS
/// 1.3.7).</summary>
public static partial class Placeholders
{
    private const string Open = "{{";

    /// <summary>What stands in double braces, whatever it is, each once; <c>{{</c> for some that are never
    /// closed.</summary>
    public static IEnumerable<string> In(string text)
    {
        var names = Braces().Matches(text).Select(match => match.Groups["name"].Value).Distinct();
        return Braces().Replace(text, "").Contains(Open, StringComparison.Ordinal) ? names.Append(Open) : names;
    }

    /// <summary>The text with each name's value put in. One pass: braces in a value stay what they are.</summary>
    public static string Fill(string text, Func<string, string> valueOf) =>
        Braces().Replace(text, match => valueOf(match.Groups["name"].Value));

    /// <summary>The name that a text is and nothing else; null when it is more, or none.</summary>
    public static string? Only(string text) =>
        Braces().Match(text) is { Success: true } match && match.Length == text.Length
            ? match.Groups["name"].Value
            : null;

    [GeneratedRegex(
        @"\{\{(?<name>[^{}]*)\}\}", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Braces();
}

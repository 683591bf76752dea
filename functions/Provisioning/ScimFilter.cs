using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Provisioning;

/// <summary>What directories look things up by (RFC 7644, 3.4.2.2): attributes that are equal to values, all of them.
/// </summary>
/// <param name="Clauses">Names in lower case, and what they have to be.</param>
internal sealed partial record ScimFilter(IReadOnlyList<(string Name, string Value)> Clauses)
{
    private const int Longest = 1_000;
    private const string Part = ".value";

    /// <summary>Reads a filter; <c>invalidFilter</c> for one of another form, or by an attribute that is not looked up
    /// by.</summary>
    public static Outcome<ScimFilter> Read(string text, params string[] known)
    {
        if (text.Length > Longest || Clause(text) is not { } clauses)
            return ScimNames.Bad("invalidFilter", "A filter is: attribute eq \"value\", more of these with and.");
        foreach (var (name, _) in clauses)
            if (!known.Contains(name, StringComparer.Ordinal))
                return ScimNames.Bad(
                    "invalidFilter", $"Nothing is looked up by {name} here; {string.Join(", ", known)} are known.");
        return new ScimFilter(clauses);
    }

    /// <summary>What an attribute has to be; null when it does not matter.</summary>
    public string? Of(string name) => Clauses.Where(clause => clause.Name == name).Select(clause => clause.Value).FirstOrDefault();

    /// <summary>One after the other; null when the text is anything else.</summary>
    private static List<(string Name, string Value)>? Clause(string text)
    {
        var (clauses, at) = (new List<(string, string)>(), 0);
        while (Form().Match(text, at) is { Success: true } clause)
        {
            clauses.Add((Plain(clause.Groups["name"].Value), Unescaped(clause.Groups["value"].Value)));
            if (!clause.Groups["and"].Success) return clauses;
            at += clause.Length;
        }
        return null;
    }

    /// <summary>Without the name of the schema, the kind of an item, and <c>.value</c>.</summary>
    private static string Plain(string name)
    {
        var attribute = Kind().Replace(name[(name.LastIndexOf(':') + 1)..], "").ToLowerInvariant();
        return attribute.EndsWith(Part, StringComparison.Ordinal) ? attribute[..^Part.Length] : attribute;
    }

    private static string Unescaped(string value) =>
        value.StartsWith('"') ? Escape().Replace(value[1..^1], "${char}") : value;

    [GeneratedRegex(
        """\G\s*(?<name>[\w:.$-]+(\[\s*type\s+[eE][qQ]\s+"\w+"\s*\](\.value)?)?)\s+[eE][qQ]\s+(?<value>"([^"\\]|\\["\\/])*"|true|false)((?<and>\s+[aA][nN][dD]\s+)|\s*\z)""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Form();

    [GeneratedRegex("""\[[^\]]*\]""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Kind();

    [GeneratedRegex("""\\(?<char>["\\/])""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Escape();
}

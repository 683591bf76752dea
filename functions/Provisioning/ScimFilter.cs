using System.Text.Json;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Provisioning;

/// <summary>What directories look things up by (RFC 7644, 3.4.2.2): attributes that are equal to values, all of them.
/// </summary>
/// <param name="Clauses">Names in lower case, and what they have to be.</param>
internal sealed partial record ScimFilter(IReadOnlyList<(string Name, string Value)> Clauses)
{
    private const int Longest = 1_000;

    /// <summary>Reads a filter; <c>invalidFilter</c> for one of another form, or by an attribute that is not looked up
    /// by.</summary>
    public static Outcome<ScimFilter> Read(string text, params string[] known)
    {
        var whole = text.Length <= Longest ? Form().Match(text) : Match.Empty;
        if (!whole.Success) return ScimNames.Bad("invalidFilter", "A filter is: attribute eq \"value\", more of these with and.");
        var names = whole.Groups["name"].Captures.Select(name => Plain(name.Value)).ToList();
        var values = whole.Groups["value"].Captures.Select(value => Unescaped(value.Value)).ToList();
        return names.Find(name => !known.Contains(name, StringComparer.Ordinal)) is { } stranger
            ? ScimNames.Bad("invalidFilter", $"Nothing is looked up by {stranger} here; {string.Join(", ", known)} are known.")
            : new ScimFilter([.. names.Zip(values)]);
    }

    /// <summary>What an attribute has to be; null when it does not matter.</summary>
    public string? Of(string name) => Clauses.Where(clause => clause.Name == name).Select(clause => clause.Value).FirstOrDefault();

    /// <summary>Without the name of the schema, the kind of an item, and <c>.value</c>.</summary>
    private static string Plain(string name)
    {
        var attribute = name[(name.LastIndexOf(':') + 1)..];
        var end = attribute.IndexOfAny(['[', '.']);
        return (end < 0 ? attribute : attribute[..end]).ToLowerInvariant();
    }

    private static string Unescaped(string value) =>
        value.StartsWith('"') ? JsonSerializer.Deserialize<string>(value)! : value;

    [GeneratedRegex(
        """^\s*((?<name>[\w:.$-]+(\[\s*type\s+[eE][qQ]\s+"\w+"\s*\](\.value)?)?)\s+[eE][qQ]\s+(?<value>"([^"\\]|\\["\\/])*"|true|false)(\s+[aA][nN][dD]\s+|\s*$))+$""",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Form();
}

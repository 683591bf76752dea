using System.Text;
using System.Text.RegularExpressions;

namespace ItsmServerless.Local.ServiceBus.Rules;

/// <summary>Patterns of LIKE: a percent sign is any letters, an underscore any one, the escape before either.</summary>
internal static class SqlLike
{
    /// <summary>The pattern, ready to be asked; letters count as they are written.</summary>
    /// <exception cref="FormatException">The escape character escapes nothing that can be escaped.</exception>
    public static Regex Compile(string pattern, char? escape, int position)
    {
        var regex = new StringBuilder("^");
        for (var at = 0; at < pattern.Length; at++)
        {
            if (pattern[at] == escape)
                regex.Append(Regex.Escape(Escaped(pattern, ++at, escape.Value, position)));
            else
                regex.Append(PartOf(pattern[at]));
        }
        // Without backtracking: its time grows with the text alone, whatever the pattern.
        return new Regex(
            regex.Append("\\z").ToString(),
            RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }

    private static string PartOf(char letter) => letter switch
    {
        '%' => ".*",
        '_' => ".",
        _ => Regex.Escape(letter.ToString()),
    };

    private static string Escaped(string pattern, int at, char escape, int position)
    {
        if (at < pattern.Length && (pattern[at] is '%' or '_' || pattern[at] == escape))
            return pattern[at].ToString();
        throw SqlScanner.Error(position + at, $"{escape} stands before neither %, nor _, nor itself.");
    }
}

using System.Text.RegularExpressions;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Cards;

/// <summary>The little Markdown that cards may have: bold, italics, links, line breaks, and a backslash before what is
/// no mark.</summary>
/// <remarks>https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features</remarks>
internal static partial class CardText
{
    /// <summary>The text with its marks turned into markup, everything else encoded.</summary>
    public static Html Of(string text) => Html.Join("<br>", text.Split('\n').Select(Line));

    private static Html Line(string line)
    {
        var parts = new List<Html>();
        var rest = 0;
        foreach (var mark in Mark().EnumerateMatches(line))
        {
            parts.Add(Html.Text(line[rest..mark.Index]));
            parts.Add(Marked(line.Substring(mark.Index, mark.Length)));
            rest = mark.Index + mark.Length;
        }
        parts.Add(Html.Text(line[rest..]));
        return Html.Join(parts);
    }

    private static Html Marked(string mark) => mark[0] switch
    {
        '\\' => Html.Text(mark[1..]),
        '*' => Html.Of($"<b>{mark[2..^2]}</b>"),
        '_' => Html.Of($"<i>{mark[1..^1]}</i>"),
        _ => Link(mark[1..^1].Split("](", 2)),
    };

    private static Html Link(string[] labelAndAddress) => MailLinks.IsHarmless(labelAndAddress[1])
        ? Html.Of($"<a rel=\"noreferrer\" target=\"_blank\" href=\"{labelAndAddress[1]}\">{labelAndAddress[0]}</a>")
        : Html.Of($"{labelAndAddress[0]} <code>{labelAndAddress[1]}</code>");

    [GeneratedRegex(
        """\\[!-/:-@\[-`{-~]|\*\*[^*]+\*\*|\b_[^_]+_\b|\[[^\]]+\]\([^)\s]+\)""",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();
}

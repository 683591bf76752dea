using System.Net;
using System.Text.RegularExpressions;

namespace ItsmServerless.Local.Desk.Mails;

/// <summary>Finds where a mail leads to, so that a link can be followed although its frame is sealed.</summary>
internal static partial class MailLinks
{
    /// <summary>Every address in its HTML and its text, in order, each once.</summary>
    public static IReadOnlyList<string> Of(DeskMail mail)
    {
        var inHtml = Reference().Matches(mail.Html ?? "")
            .Select(found => WebUtility.HtmlDecode(found.Groups["at"].Value));
        var inText = Address().Matches(mail.Text ?? "").Select(found => found.Value.TrimEnd('.', ',', ')', ';'));
        return [.. inHtml.Concat(inText).Where(address => address.Length > 0).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether it is safe to offer as a link: a web or mail address, and no script.</summary>
    public static bool IsHarmless(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var parsed)
        && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps
            || parsed.Scheme == Uri.UriSchemeMailto);

    [GeneratedRegex(
        """<a\s[^>]*?href\s*=\s*(?:"(?<at>[^"]*)"|'(?<at>[^']*)')""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex(
        """https?://[^\s<>"']+""",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}

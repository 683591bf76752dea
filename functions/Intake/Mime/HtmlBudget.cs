using MimeKit.Text;

namespace ItsmServerless.Intake.Mime;

/// <summary>How much HTML is built into a tree: counted over its tokens before, in one pass.</summary>
/// <remarks>Two things make a tree far larger than its text: elements within elements (a stack for each when it is
/// written), and formatting that is never closed, which the rules of HTML begin again in every block after it (WHATWG
/// HTML, 13.2.4.3).</remarks>
internal static class HtmlBudget
{
    public const int Characters = 1 << 20;
    public const int Depth = 150;
    public const int Elements = 50_000;

    /// <summary>Whether the tree would be too large.</summary>
    public static bool IsOver(string html)
    {
        if (html.Length > Characters) return true;
        var open = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var tokens = new HtmlTokenizer(new StringReader(html));
        int depth = 0, formatting = 0, elements = 0;
        while (tokens.ReadNextToken(out var token))
        {
            elements += 1 + formatting;
            if (elements > Elements || depth > Depth) return true;
            if (token is not HtmlTagToken tag || EndsByItself(tag.Id)) continue;
            var step = Step(open, tag);
            depth += step;
            if (IsFormatting(tag.Id)) formatting += step;
        }
        return false;
    }

    private static int Step(Dictionary<string, int> open, HtmlTagToken tag)
    {
        var count = open.GetValueOrDefault(tag.Name);
        var step = !tag.IsEndTag ? 1 : count > 0 ? -1 : 0;
        open[tag.Name] = count + step;
        return step;
    }

    /// <summary>Elements that are void, or that the next one of their kind closes.</summary>
    private static bool EndsByItself(HtmlTagId id) => id is HtmlTagId.Br or HtmlTagId.HR or HtmlTagId.Image or HtmlTagId.Meta
        or HtmlTagId.Link or HtmlTagId.Input or HtmlTagId.Col or HtmlTagId.Area or HtmlTagId.Base or HtmlTagId.Wbr
        or HtmlTagId.P or HtmlTagId.LI or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.TD or HtmlTagId.TH or HtmlTagId.TR
        or HtmlTagId.TBody or HtmlTagId.THead or HtmlTagId.Option;

    private static bool IsFormatting(HtmlTagId id) => id is HtmlTagId.A or HtmlTagId.B or HtmlTagId.Big or HtmlTagId.Code
        or HtmlTagId.EM or HtmlTagId.Font or HtmlTagId.I or HtmlTagId.S or HtmlTagId.Small or HtmlTagId.Strike
        or HtmlTagId.Strong or HtmlTagId.TT or HtmlTagId.U or HtmlTagId.NoBR;
}

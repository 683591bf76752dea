using System.Text;
using MimeKit.Text;

namespace ItsmServerless.Intake.Mime;

/// <summary>The readable text of HTML: blocks become lines, quotations begin with <c>&gt;</c>, the rest goes.</summary>
/// <remarks>One pass over the tokens, so the time grows with the length whatever the nesting.</remarks>
internal sealed class HtmlText
{
    /// <summary>Deeper quotations look alike to a reader.</summary>
    private const int DeepestQuote = 10;

    private readonly StringBuilder text = new();
    private readonly StringBuilder line = new();
    private int quotes;
    private int hidden;
    private int blank;

    private HtmlText()
    {
    }

    /// <summary>Text with <c>\n</c> as line break and at most one empty line in a row.</summary>
    public static string Of(string html)
    {
        var converter = new HtmlText();
        var tokens = new HtmlTokenizer(new StringReader(html)) { DecodeCharacterReferences = true };
        while (tokens.ReadNextToken(out var token)) converter.Take(token);
        converter.Break();
        return converter.text.ToString().Trim('\n');
    }

    private void Take(HtmlToken token)
    {
        if (token is HtmlTagToken tag) Take(tag);
        else if (hidden == 0 && token is HtmlDataToken { Kind: not HtmlTokenKind.ScriptData } data) Append(data.Data);
    }

    private void Take(HtmlTagToken tag)
    {
        if (IsHidden(tag.Id)) hidden = Math.Max(0, hidden + Step(tag));
        else if (tag.Id == HtmlTagId.BlockQuote) Quote(Step(tag));
        else if (tag.Id == HtmlTagId.Br) BreakHere();
        else if (IsBlock(tag.Id)) Break();
        else if (tag.Id is HtmlTagId.TD or HtmlTagId.TH) Append(" ");
        if (tag is { Id: HtmlTagId.LI, IsEndTag: false }) line.Append("- ");
    }

    private static int Step(HtmlTagToken tag) => tag.IsEndTag ? -1 : tag.IsEmptyElement ? 0 : 1;

    private void Quote(int step)
    {
        Break();
        quotes = Math.Clamp(quotes + step, 0, DeepestQuote);
    }

    private void Append(string data)
    {
        foreach (var c in data)
        {
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
    }

    /// <summary>Ends the line if it holds something.</summary>
    private void Break()
    {
        if (line.Length > 0) BreakHere();
    }

    private void BreakHere()
    {
        var content = line.ToString().TrimEnd();
        line.Clear();
        blank = content.Length == 0 ? blank + 1 : 0;
        if (blank > 1) return;
        if (quotes > 0) text.Append('>', quotes).Append(' ');
        text.Append(content).Append('\n');
    }

    private static bool IsHidden(HtmlTagId tag) => tag is HtmlTagId.Head or HtmlTagId.Style or HtmlTagId.Script
        or HtmlTagId.Title or HtmlTagId.Object or HtmlTagId.NoScript or HtmlTagId.Select or HtmlTagId.TextArea;

    private static bool IsBlock(HtmlTagId tag) => tag is HtmlTagId.P or HtmlTagId.Div or HtmlTagId.LI or HtmlTagId.TR
        or HtmlTagId.Table or HtmlTagId.UL or HtmlTagId.OL or HtmlTagId.HR or HtmlTagId.Pre or HtmlTagId.Body
        or HtmlTagId.H1 or HtmlTagId.H2 or HtmlTagId.H3 or HtmlTagId.H4 or HtmlTagId.H5 or HtmlTagId.H6
        or HtmlTagId.DL or HtmlTagId.DT or HtmlTagId.DD or HtmlTagId.Section or HtmlTagId.Article
        or HtmlTagId.Header or HtmlTagId.Footer or HtmlTagId.Address or HtmlTagId.Center;
}

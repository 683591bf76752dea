using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ItsmServerless.Kernel.Languages;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Notifications;

/// <summary>Writes a mail's content as plain text and as HTML that says the same.</summary>
internal static class MailWriting
{
    private const int LongestValue = 500;
    private const string QuotationStyle = "border-left:3px solid #ccc;padding-left:1em";
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Text(MailContent content, bool canBeAnswered)
    {
        var text = new StringBuilder();
        if (canBeAnswered) text.Append(AnswerLine.Text).Append("\n\n");
        return text.AppendJoin("\n\n", content.Blocks.Select(Text)).Append('\n').ToString();
    }

    public static string Page(MailContent content, bool canBeAnswered)
    {
        var language = Words<Language>.Of(content.Language);
        var html = new StringBuilder(
            $"<!DOCTYPE html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"></head>\n");
        html.Append("<body style=\"font-family:sans-serif\">\n");
        if (canBeAnswered) html.Append($"<p style=\"color:#777\">{AnswerLine.Text}</p>\n");
        return html.AppendJoin('\n', content.Blocks.Select(Markup)).Append("\n</body></html>\n").ToString();
    }

    private static string Text(MailBlock block) => block switch
    {
        Paragraph paragraph => paragraph.Text,
        AnswerHint hint => hint.Text,
        Quotation quotation => string.Join('\n', Lines(quotation.Text).Select(line => $"    {line}")),
        Details details => string.Join('\n', details.Rows.Select(Text)),
        Button button => $"{button.Label}:\n{button.Url}",
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "Not a block that mails are made of."),
    };

    private static string Markup(MailBlock block) => block switch
    {
        Paragraph paragraph => $"<p>{Html.Encode(paragraph.Text)}</p>",
        AnswerHint hint => $"<p>{Html.Encode(hint.Text)}</p>",
        Quotation quotation => $"<div style=\"{QuotationStyle}\">{Broken(quotation.Text)}</div>",
        Details details => $"<table>{string.Concat(details.Rows.Select(Row))}</table>",
        Button button => $"<p><a href=\"{Html.Encode(button.Url)}\">{Html.Encode(button.Label)}</a></p>",
        _ => throw new ArgumentOutOfRangeException(nameof(block), block, "Not a block that mails are made of."),
    };

    private static string Text(Detail detail) => $"{detail.Name}: {HeaderText.Line(detail.Value, LongestValue)}";

    private static string Row(Detail detail)
    {
        var value = Html.Encode(HeaderText.Line(detail.Value, LongestValue));
        return $"<tr><td>{Html.Encode(detail.Name)}</td><td>{value}</td></tr>";
    }

    private static string Broken(string text) => string.Join("<br>\n", Lines(text).Select(Html.Encode));

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd().Split('\n');
}

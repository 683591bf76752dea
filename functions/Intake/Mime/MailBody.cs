using System.Text;
using MimeKit;
using MimeKit.Text;

namespace ItsmServerless.Intake.Mime;

/// <summary>Which parts of a mail are its text; all others are files.</summary>
/// <param name="Plain">The text as such; null when there is none.</param>
/// <param name="Html">The same as HTML; null when there is none.</param>
internal sealed record MailBody(TextPart? Plain, TextPart? Html)
{
    private static readonly MailBody None = new(null, null);

    /// <summary>The first text that is no attachment, in the order of the mail (RFC 2046, 5.1).</summary>
    public static MailBody Of(MimeEntity? entity) => entity switch
    {
        TextPart { IsAttachment: false, IsHtml: true } html => new(null, html),
        TextPart { IsAttachment: false } plain when plain.ContentType.IsMimeType("text", "plain") => new(plain, null),
        MultipartAlternative alternatives => alternatives.Select(Of).Aggregate(None, (all, next) =>
            new(all.Plain ?? next.Plain, all.Html ?? next.Html)),
        MultipartRelated related => Of(related.Root),
        Multipart parts => parts.Select(Of).FirstOrDefault(body => body != None) ?? None,
        _ => None,
    };

    /// <summary>The text with <c>\n</c> as line break and no control characters; empty when there is none.</summary>
    public string Text => Clean(Plain is { } plain ? Read(plain) : Html is { } html ? HtmlText.Of(html.Text) : "");

    /// <summary>Whether a part is shown as text already.</summary>
    public bool Shows(MimeEntity part) => part == Plain || part == Html;

    private static string Read(TextPart plain) => plain.IsFlowed ? new FlowedToText().Convert(plain.Text) : plain.Text;

    /// <summary>Halves of surrogate pairs, which HTML can spell, become U+FFFD; control characters go.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') clean.Append(rune);
        return clean.ToString().Trim();
    }
}

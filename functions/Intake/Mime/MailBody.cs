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
        Multipart { Count: 0, Preamble: { } loose } => new(new TextPart("plain") { Text = loose }, null),
        Multipart parts => parts.Select(Of).FirstOrDefault(body => body != None) ?? None,
        _ => None,
    };

    /// <summary>The text with <c>\n</c> as line break and no control characters; empty when there is none.</summary>
    public string Text => Clean(Plain is { } plain ? Unfolded(plain) : Html is { } html ? HtmlText.Of(Read(html)) : "");

    /// <summary>Whether a part is shown as text already.</summary>
    public bool Shows(MimeEntity part) => part == Plain || part == Html;

    private static string Unfolded(TextPart plain) =>
        plain.IsFlowed ? new FlowedToText().Convert(Read(plain)) : Read(plain);

    /// <summary>Who declares ASCII, or nothing that is known, often writes UTF-8; what is not that is read as Western.
    /// </summary>
    private static string Read(TextPart part)
    {
        var declared = part.ContentType.CharsetEncoding;
        if (declared is not null && declared.CodePage != Encoding.ASCII.CodePage) return part.GetText(declared);
        var text = part.GetText(Encoding.UTF8);
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? part.GetText(Encoding.GetEncoding(1252)) : text;
    }

    /// <summary>Halves of surrogate pairs, which HTML can spell, become U+FFFD; control characters go.</summary>
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') clean.Append(rune);
        return clean.ToString().Trim();
    }
}

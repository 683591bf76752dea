using System.Text;
using MimeKit;
using MimeKit.Text;
using MimeKit.Tnef;

namespace ItsmServerless.Intake.Mime;

/// <summary>Which parts of a mail are its text; all others are files.</summary>
/// <param name="Plain">The text as such; null when there is none.</param>
/// <param name="Html">The same as HTML; null when there is none.</param>
internal sealed record MailBody(TextPart? Plain, TextPart? Html)
{
    /// <summary>What is longer is cut: a record takes far less, and the raw mail is kept.</summary>
    private const int MostBytes = 2 << 20;
    private static readonly MailBody None = new(null, null);

    /// <summary>The first text that is no attachment, in the order of the mail (RFC 2046, 5.1); where there is none, the
    /// text in the first file of Outlook's own kind.</summary>
    public static MailBody Of(MimeEntity? entity) => Shown(entity) is var body && body != None
        ? body
        : Tnef(entity)?.ConvertToMessage() is { } inner ? Shown(inner.Body) : None;

    private static TnefPart? Tnef(MimeEntity? entity) => entity switch
    {
        TnefPart part => part,
        Multipart parts => parts.Select(Tnef).FirstOrDefault(part => part is not null),
        _ => null,
    };

    private static MailBody Shown(MimeEntity? entity) => entity switch
    {
        TextPart { IsAttachment: false, IsHtml: true } html => new(null, html),
        TextPart { IsAttachment: false } plain when plain.ContentType.IsMimeType("text", "plain") => new(plain, null),
        MultipartAlternative alternatives => alternatives.Select(Shown).Aggregate(None, (all, next) =>
            new(all.Plain ?? next.Plain, all.Html ?? next.Html)),
        MultipartRelated related => Shown(related.Root),
        Multipart { Count: 0, Preamble: { } loose } => new(new TextPart("plain") { Text = loose }, null),
        Multipart parts => parts.Select(Shown).FirstOrDefault(body => body != None) ?? None,
        _ => None,
    };

    /// <summary>The text with <c>\n</c> as line break and no control characters; empty when there is none.</summary>
    public string Text => Clean(Plain is { } plain ? Unfolded(plain) : Html is { } html ? HtmlText.Of(Read(html)) : "");

    /// <summary>The HTML as it came; null when there is none.</summary>
    public string? Markup => Html is { } html ? Read(html) : null;

    /// <summary>Whether a part is shown as text already.</summary>
    public bool Shows(MimeEntity part) => part == Plain || part == Html;

    private static string Unfolded(TextPart plain) =>
        plain.IsFlowed ? new FlowedToText().Convert(Read(plain)) : Read(plain);

    /// <summary>Who declares ASCII, or nothing that is known, often writes UTF-8; what is not that is read as Western.
    /// </summary>
    private static string Read(TextPart part)
    {
        var declared = part.ContentType.CharsetEncoding;
        var bytes = Bytes(part);
        if (declared is not null && declared.CodePage != Encoding.ASCII.CodePage) return Decoded(bytes, declared);
        var text = Decoded(bytes, Encoding.UTF8);
        return text.AsSpan().TrimEnd('\uFFFD').Contains('\uFFFD') ? Decoded(bytes, Encoding.GetEncoding(1252)) : text;
    }

    /// <summary>The byte order mark is no text.</summary>
    private static string Decoded(ReadOnlySpan<byte> bytes, Encoding encoding) =>
        encoding.GetString(bytes).TrimStart('\uFEFF');

    private static ReadOnlySpan<byte> Bytes(TextPart part)
    {
        if (part.Content is not { Stream: { } stored }) return [];
        using var content = part.Content.Open();
        var bytes = new byte[Math.Min(MostBytes, stored.Length)];
        return bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
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

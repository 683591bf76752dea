using ItsmServerless.Local.Desk.Markup;
using MimeKit;

namespace ItsmServerless.Local.Desk.Mails;

/// <summary>One mail: as its reader sees it, its links, its attachments, its headers and its source.</summary>
internal sealed class MailPage(DeskMailStore mails, Layout layout)
{
    private const string Section = "/mail";

    /// <summary>Nothing of a captured file may run, not even when it is opened by itself.</summary>
    private const string Inert = "sandbox; default-src 'none'";

    /// <summary>Shows it; its HTML only inside a sandboxed frame.</summary>
    public async Task<IResult> ShowAsync(string id, HttpContext http)
    {
        if (await mails.FindAsync(id, http.RequestAborted) is not { } mail)
            return layout.NotFound(http, Section, "There is no such mail.");
        var attachments = Attachments(await LoadAsync(id, http.RequestAborted));
        var body = Html.Of(
            $"""
            {Envelope(mail)}
            {(mail.Html is null ? Html.None : Elements.Section("HTML", Frame(mail.Id)))}
            {(mail.Text is null ? Html.None : Elements.Section("Text", Elements.Source(mail.Text)))}
            {Elements.Section("Links", Links(mail))}
            {Elements.Section("Attachments", Listed(mail, attachments))}
            {Elements.Section("Headers", Headers(mail))}
            <p><a href="/_local/mail/{id}/source">Source, as it would have gone over the wire</a></p>
            """);
        return layout.Page(http, Section, mail.Subject is { Length: > 0 } subject ? subject : "(no subject)", body);
    }

    /// <summary>The source as plain text.</summary>
    public async Task<IResult> SourceAsync(string id, HttpContext http)
    {
        if (await mails.SourceAsync(id, http.RequestAborted) is not { } source)
            return layout.NotFound(http, Section, "There is no such mail.");
        Layout.Protect(http.Response, Inert);
        return Results.Bytes(source, "text/plain; charset=utf-8");
    }

    /// <summary>An attachment, to be stored and not to be shown.</summary>
    public async Task<IResult> AttachmentAsync(string id, int index, HttpContext http)
    {
        var attachments = Attachments(await LoadAsync(id, http.RequestAborted));
        if (index < 0 || index >= attachments.Count)
            return layout.NotFound(http, Section, "There is no such attachment.");
        Layout.Protect(http.Response, Inert);
        using var content = new MemoryStream();
        await attachments[index].Content!.DecodeToAsync(content, http.RequestAborted);
        return Results.Bytes(content.ToArray(), "application/octet-stream", NameOf(attachments[index]));
    }

    private Html Envelope(DeskMail mail) => Elements.Facts(
        ("From", Html.Text(mail.Headers.GetValueOrDefault("From"))),
        ("To", Html.Text(mail.To)),
        ("Sent", Moment.Of(mail.At, layout.Now)));

    private static Html Frame(string id) => Html.Of(
        $"<iframe title=\"HTML of the mail\" sandbox loading=\"lazy\" src=\"/_local/mail/{id}/html\"></iframe>");

    private static Html Links(DeskMail mail)
    {
        var links = MailLinks.Of(mail);
        return links.Count == 0
            ? Elements.Empty(Html.Of($"It has no links."))
            : Html.Of($"<ul class=\"links\">{links.Select(Link)}</ul>");
    }

    private static Html Link(string address) => MailLinks.IsHarmless(address)
        ? Html.Of($"<li><a rel=\"noreferrer\" target=\"_blank\" href=\"{address}\">{address}</a></li>")
        : Html.Of($"<li><code>{address}</code> <small>not a web address</small></li>");

    private static Html Listed(DeskMail mail, IReadOnlyList<MimePart> attachments) => Elements.Table(
        ["Name", "Type", "Size"],
        [.. attachments.Select((part, index) => new[]
        {
            Elements.Link($"/_local/mail/{mail.Id}/attachments/{index}", NameOf(part)),
            Html.Text(part.ContentType.MimeType),
            Html.Text(Bytes.Of(SizeOf(part))),
        })],
        Html.Of($"It has no attachments."));

    private static Html Headers(DeskMail mail) => Elements.Table(
        ["Name", "Value"],
        [.. mail.Headers.Select(header => new[] { Html.Text(header.Key), Html.Text(header.Value) })],
        Html.Of($"It has no headers."));

    private async Task<MimeMessage?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (await mails.SourceAsync(id, cancellationToken) is not { } source)
            return null;
        using var stream = new MemoryStream(source);
        return await MimeMessage.LoadAsync(stream, cancellationToken);
    }

    private static IReadOnlyList<MimePart> Attachments(MimeMessage? mail) =>
        mail is null ? [] : [.. mail.Attachments.OfType<MimePart>().Where(part => part.Content is not null)];

    private static string NameOf(MimePart part) => part.FileName is { Length: > 0 } name ? name : "attachment";

    private static long SizeOf(MimePart part)
    {
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        return content.Length;
    }
}

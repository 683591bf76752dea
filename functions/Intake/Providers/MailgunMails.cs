using System.Collections.Immutable;
using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using MimeKit;

namespace ItsmServerless.Intake.Providers;

/// <summary>Mailgun's routes (documentation.mailgun.com, receive HTTP): parsed, or as MIME when the URL ends in
/// <c>mime</c>. What it strips of a text is not looked at: that is done here for all formats alike.</summary>
internal static class MailgunMails
{
    /// <summary>The mail of a form.</summary>
    public static MailReading Read(FormFields form, MailLimits limits)
    {
        var recipients = form.Text("recipient")?.Split(',') ?? [];
        if (form.Find("body-mime") is { } raw) return PartedMail.Delivered(MailReader.Read(raw.Content, limits), recipients);
        var (text, html) = (form.Text("body-plain"), form.Text("body-html"));
        return new PartedMail(Headers(form), PartedMail.Part("plain", text), PartedMail.Part("html", html), Files(form))
            .Read(recipients, limits);
    }

    private static byte[] Headers(FormFields form)
    {
        var lines = new StringBuilder();
        if (form.Text("sender") is "") lines.Append("Return-Path: <>\r\n");
        foreach (var header in form.Json("message-headers").Items())
            if (header.Items().ToArray() is [var name, var value]) lines.Append(PartedMail.Line(name.Text(), value.Text()));
        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static ImmutableArray<MimePart> Files(FormFields form)
    {
        var ids = form.Json("content-id-map");
        return
        [
            .. form.Files.Select(file => PartedMail.File(
                file.FileName, file.ContentType, SendGridMails.IdOf(ids, file.Name), file.Content)),
        ];
    }
}

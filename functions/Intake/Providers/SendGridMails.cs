using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using MimeKit;

namespace ItsmServerless.Intake.Providers;

/// <summary>The Inbound Parse webhook of Twilio SendGrid (www.twilio.com/docs/sendgrid, inbound email), parsed or with
/// "POST the raw, full MIME message". What it says of SPF and DKIM is not looked at: it names no domain.</summary>
internal static class SendGridMails
{
    /// <summary>The mail of a form.</summary>
    public static MailReading Read(FormFields form, MailLimits limits)
    {
        var envelope = form.Json("envelope");
        var recipients = envelope.Look("to").Items().Select(to => to.Text());
        if (form.Find("email") is { } raw) return PartedMail.Delivered(MailReader.Read(raw.Content, limits), recipients);
        return new PartedMail(Headers(form, envelope), Text(form, "text", "plain"), Text(form, "html", "html"), Files(form))
            .Read(recipients, limits);
    }

    /// <summary>The headers as they came; an envelope without a sender is told as mail servers tell it.</summary>
    private static byte[] Headers(FormFields form, JsonElement envelope) =>
    [
        .. envelope.Look("from") is { ValueKind: JsonValueKind.String } from && from.GetString() is "" ? "Return-Path: <>\r\n"u8 : [],
        .. form.Find("headers") is { } headers ? headers.Content.ToArray() : [],
    ];

    /// <summary>A field is in the charset of its part of the mail, which another field names.</summary>
    private static TextPart? Text(FormFields form, string name, string subtype)
    {
        if (form.Find(name) is not { Content.IsEmpty: false } field) return null;
        var part = new TextPart(subtype) { Content = new MimeContent(BinaryData.FromBytes(field.Content).ToStream()) };
        part.ContentType.Charset = form.Json("charsets").Text(name) ?? "utf-8";
        return part;
    }

    private static ImmutableArray<MimePart> Files(FormFields form)
    {
        var (about, ids) = (form.Json("attachment-info"), form.Json("content-ids"));
        return
        [
            .. form.Files.Select(file => PartedMail.File(
                file.FileName, about.Look(file.Name).Text("type") ?? file.ContentType,
                about.Look(file.Name).Text("content-id") ?? IdOf(ids, file.Name), file.Content)),
        ];
    }

    /// <summary>The content id that a map of providers has for a field.</summary>
    internal static string? IdOf(JsonElement ids, string field) =>
        ids.Pairs().FirstOrDefault(pair => pair.Value == field).Key;
}

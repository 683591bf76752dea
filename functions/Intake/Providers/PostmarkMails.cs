using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using MimeKit;

namespace ItsmServerless.Intake.Providers;

/// <summary>Postmark's inbound webhook (postmarkapp.com/developer, inbound webhook). Its own MessageID is not the
/// mail's: that one is among the headers.</summary>
internal static class PostmarkMails
{
    private static readonly string[] Lists = ["ToFull", "CcFull", "BccFull"];

    /// <summary>The mail of an object.</summary>
    public static MailReading Read(AlertMessage message)
    {
        using var json = JsonDocument.Parse(message.Body, AlertReader.Options);
        var mail = json.RootElement;
        if (mail.ValueKind != JsonValueKind.Object) return new(null, "not_a_message: the body is no object");
        var recipients = Lists.SelectMany(list => Addresses(mail, list)).Append(mail.Text("OriginalRecipient"));
        if (mail.Text("RawEmail") is { Length: > 0 } raw)
            return PartedMail.Delivered(MailReader.Read(Encoding.UTF8.GetBytes(raw)), recipients);
        var text = PartedMail.Part("plain", mail.Text("TextBody"));
        var html = PartedMail.Part("html", mail.Text("HtmlBody"));
        return new PartedMail(Headers(mail), text, html, Files(mail)).Read(recipients);
    }

    /// <summary>Postmark takes some headers out and shows them as fields.</summary>
    private static byte[] Headers(JsonElement mail)
    {
        var named = mail.Look("Headers").Items().Select(header => (header.Text("Name"), header.Text("Value"))).ToList();
        (string, string?)[] taken =
        [
            ("From", From(mail)), ("To", string.Join(", ", Addresses(mail, "ToFull"))),
            ("Cc", string.Join(", ", Addresses(mail, "CcFull"))), ("Subject", mail.Text("Subject")),
            ("Date", mail.Text("Date")),
        ];
        var missing = taken.Where(field => !string.IsNullOrEmpty(field.Item2) && !named.Exists(header =>
            string.Equals(header.Item1, field.Item1, StringComparison.OrdinalIgnoreCase)));
        return Encoding.UTF8.GetBytes(string.Concat(
            named.Select(header => PartedMail.Line(header.Item1, header.Item2))
                .Concat(missing.Select(field => PartedMail.Line(field.Item1, field.Item2)))));
    }

    private static string? From(JsonElement mail) => mail.Text("FromFull", "Email") is { } email && EmailAddress.IsValid(email)
        ? new MailboxAddress(Encoding.UTF8, mail.Text("FromFull", "Name") ?? "", email).ToString(encode: true)
        : mail.Text("From");

    private static IEnumerable<string> Addresses(JsonElement mail, string list) =>
        mail.Look(list).Items().Select(one => one.Text("Email")).OfType<string>().Where(EmailAddress.IsValid);

    private static ImmutableArray<MimePart> Files(JsonElement mail) =>
    [
        .. mail.Look("Attachments").Items().Select(file => PartedMail.File(
            file.Text("Name"), file.Text("ContentType"), file.Text("ContentID"), Content(file.Text("Content") ?? ""))),
    ];

    /// <summary>What is no base64 is a file that cannot be read: it stays in the raw message.</summary>
    private static byte[] Content(string encoded)
    {
        var content = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, content, out var length) ? content[..length] : [];
    }
}

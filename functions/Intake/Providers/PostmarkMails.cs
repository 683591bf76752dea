using System.Collections.Immutable;
using System.Runtime.InteropServices;
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
    public static MailReading Read(AlertMessage message, MailLimits limits)
    {
        using var json = SmallJson.Parse(message.Body);
        var mail = json.RootElement;
        if (mail.ValueKind != JsonValueKind.Object) return new(null, "not_a_message: the body is no object");
        var recipients = Lists.SelectMany(list => Addresses(mail, list)).Append(mail.Text("OriginalRecipient"));
        if (mail.Look("RawEmail") is { ValueKind: JsonValueKind.String } raw && Bytes(raw) is { Length: > 0 } bytes)
            return PartedMail.Delivered(MailReader.Read(bytes, limits), recipients);
        var text = PartedMail.Part("plain", mail.Text("TextBody"));
        var html = PartedMail.Part("html", mail.Text("HtmlBody"));
        return new PartedMail(Headers(mail), text, html, Files(mail)).Read(recipients, limits);
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
            file.Text("Name"), file.Text("ContentType"), file.Text("ContentID"), Content(file.Look("Content")))),
    ];

    /// <summary>What is no base64 is a file that cannot be read: it stays in the raw message.</summary>
    private static byte[] Content(JsonElement encoded) =>
        encoded.ValueKind == JsonValueKind.String && encoded.TryGetBytesFromBase64(out var content) ? content : [];

    /// <summary>A text as bytes, without a string of it: it may be most of the message.</summary>
    private static ReadOnlyMemory<byte> Bytes(JsonElement text)
    {
        var escaped = JsonMarshal.GetRawUtf8Value(text);
        var reader = new Utf8JsonReader(escaped);
        var bytes = new byte[escaped.Length];
        return reader.Read() ? bytes.AsMemory(0, reader.CopyString(bytes)) : default;
    }
}

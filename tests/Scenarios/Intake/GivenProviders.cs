using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>One mail as each provider passes it on.</summary>
internal static class GivenProviders
{
    public const string Secret = "key-0123456789abcdef";

    /// <summary>A mail to be passed on.</summary>
    /// <param name="To">Whom the envelope names.</param>
    /// <param name="More">More header lines, each ended by a line break.</param>
    public sealed record Sent(
        string From, string MessageId, string Text = "It burns.", string To = "desk@itsm.localhost", string More = "")
    {
        public string Headers => $"Received: by mx.provider.example; Tue, 24 Nov 2026 09:00:00 +0000\n" +
            $"From: Ada <{From}>\nTo: desk@itsm.localhost\nSubject: Printer on fire\nMessage-ID: <{MessageId}>\n{More}";

        public string Mime => Headers.Replace("\n", "\r\n") + "\r\n" + Text + "\r\n";
    }

    /// <summary>A message of a provider: its format, how the URL ends beside, its type and its body.</summary>
    public sealed record Posted(string Format, string Ending, string Type, string Body);

    /// <summary>Every way that a mail can come.</summary>
    public static Posted Of(string way, Sent mail, string? token = null, DateTimeOffset? at = null) => way switch
    {
        "mime" => new("mime", "", "message/rfc822", mail.Mime),
        "sendgrid" => new("sendgrid", "", FormType, Form(
            ("headers", mail.Headers), ("text", mail.Text), ("envelope", Envelope(mail)))),
        "sendgrid-raw" => new("sendgrid", "", FormType, Form(("email", mail.Mime), ("envelope", Envelope(mail)))),
        "mailgun" => new("mailgun", "", UrlType, Pairs(
            [("message-headers", Listed(mail)), ("body-plain", mail.Text), ("recipient", mail.To), .. Signed(token, at)])),
        "mailgun-mime" => new("mailgun", "/mime", UrlType, Pairs(
            [("body-mime", mail.Mime), ("recipient", mail.To), .. Signed(token, at)])),
        "postmark" => new("postmark", "", "application/json", Postmark(mail)),
        _ => throw new InvalidOperationException(way),
    };

    private const string FormType = "multipart/form-data; boundary=xYzZY";
    private const string UrlType = "application/x-www-form-urlencoded";

    /// <summary>A form with a file.</summary>
    public static Posted WithFile(Sent mail) => new("sendgrid", "", FormType, Form(
        ("headers", mail.Headers), ("text", mail.Text), ("envelope", Envelope(mail))).Replace("--xYzZY--\r\n",
        "--xYzZY\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"log.txt\"\r\n" +
        "Content-Type: text/plain\r\n\r\nhot\r\n--xYzZY--\r\n", StringComparison.Ordinal));

    private static string Envelope(Sent mail) => JsonSerializer.Serialize(new { to = new[] { mail.To }, from = mail.From });

    private static string Form(params (string Name, string Value)[] fields) => string.Concat(fields.Select(field =>
        $"--xYzZY\r\nContent-Disposition: form-data; name=\"{field.Name}\"\r\n\r\n{field.Value}\r\n")) + "--xYzZY--\r\n";

    private static string Pairs((string Name, string Value)[] fields) => string.Join('&', fields.Select(field =>
        $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Value)}"));

    private static string Listed(Sent mail) => JsonSerializer.Serialize(Lines(mail));

    private static string[][] Lines(Sent mail) =>
        [.. mail.Headers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": ", 2))];

    private static IEnumerable<(string Name, string Value)> Signed(string? token, DateTimeOffset? at)
    {
        if (token is null) return [];
        var time = $"{at!.Value.ToUnixTimeSeconds()}";
        var hex = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(time + token)));
        return [("timestamp", time), ("token", token), ("signature", hex)];
    }

    private static string Postmark(Sent mail) => JsonSerializer.Serialize(new
    {
        FromFull = new { Email = mail.From, Name = "Ada", MailboxHash = "" },
        ToFull = new[] { new { Email = "desk@itsm.localhost", Name = "", MailboxHash = "" } },
        OriginalRecipient = mail.To,
        Subject = "Printer on fire",
        MessageID = "22c74902-a0c1-4511-804f-341342852c90",
        TextBody = mail.Text,
        Headers = Lines(mail).Where(line => line[0] is not ("From" or "To" or "Subject"))
            .Select(line => new { Name = line[0], Value = line[1] }),
    });
}

using System.Collections.Immutable;
using System.Text;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>What became of the bytes of a mail: the mail, or why there is none.</summary>
/// <param name="Refusal">Null when there is a mail.</param>
public readonly record struct MailReading(InboundMail? Mail, string? Refusal);

/// <summary>Reads RFC 5322 and MIME. Never throws, whatever the bytes are.</summary>
public static class MailReader
{
    private const int LongestSubject = 256;
    private const int LongestName = 128;
    private const int LongestMessageId = 512;
    private const int MostAnswered = 50;
    private static readonly string[] DeliveryHeaders = ["Delivered-To", "X-Original-To", "Envelope-To"];

    /// <summary>Mails come in charsets that .NET knows only when told to.</summary>
    static MailReader() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The mail, or the limit it is beyond, or that it is none.</summary>
    /// <param name="limits">As usual when there are none.</param>
    public static MailReading Read(ReadOnlyMemory<byte> raw, MailLimits? limits = null) => Guarded(() =>
    {
        var bytes = BinaryData.FromBytes(raw);
        if (MimeLimits.Exceeded(bytes.ToStream(), limits ?? MailLimits.Usual) is { } limit) return new(null, $"mime_limits: {limit}");
        using var message = MimeMessage.Load(bytes.ToStream(), persistent: true); // It points into the bytes.
        return Of(message);
    });

    /// <summary>The mail of a message that is within the limits.</summary>
    internal static MailReading Of(MimeMessage message) => HasSomeoneOrTime(message)
        ? new(Mail(message), null)
        : new(null, "not_a_message: there is no From, Date or Message-ID");

    /// <summary>What a reader says, or that it could not read.</summary>
    internal static MailReading Guarded(Func<MailReading> read)
    {
        try
        {
            return read();
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new(null, $"not_a_message: {broken.Message}"); // Whatever it is, trying again would not help.
        }
    }

    private static InboundMail Mail(MimeMessage message)
    {
        var body = MailBody.Of(message.Body);
        var (text, subject) = (body.Text, HeaderText.Line(message.Subject, LongestSubject));
        return new(
            Id(message.MessageId), From(message), Recipients(message), Answered(message),
            subject, text, AnswerText.Of(subject, text), Natures.Of(message),
            [.. MailFiles.Of(message.Body, body)])
        {
            Html = body.Markup,
            Proof = SenderProof.Of(message),
            Report = DeliveryReportReader.Of(message),
            LoopMarks = [.. message.Headers.Where(IsLoopMark).Take(MostAnswered).Select(header => header.Value.Trim())],
        };
    }

    private static bool HasSomeoneOrTime(MimeMessage message) =>
        message.Headers.Contains(HeaderId.From) || message.Headers.Contains(HeaderId.Date) ||
        message.Headers.Contains(HeaderId.MessageId);

    private static bool IsLoopMark(Header header) =>
        header.Field.Equals(MailSettings.LoopHeader, StringComparison.OrdinalIgnoreCase);

    private static Contact? From(MimeMessage message)
    {
        var from = message.From.Mailboxes.FirstOrDefault(mailbox => EmailAddress.IsValid(mailbox.Address));
        if (from is null) return null;
        var name = HeaderText.Line(from.Name, LongestName);
        return new(EmailAddress.From(from.Address), name.Length > 0 ? name : null);
    }

    private static ImmutableArray<EmailAddress> Recipients(MimeMessage message) =>
    [
        .. message.To.Mailboxes.Concat(message.Cc.Mailboxes).Select(mailbox => mailbox.Address)
            .Concat(DeliveryHeaders.Select(header => message.Headers[header]?.Trim() ?? ""))
            .Where(EmailAddress.IsValid).Select(EmailAddress.From).Distinct(),
    ];

    private static ImmutableArray<string> Answered(MimeMessage message) =>
    [
        .. new[] { message.InReplyTo }.Concat(message.References.Reverse()).Select(Id).OfType<string>().Distinct()
            .Take(MostAnswered),
    ];

    /// <summary>What no mail program writes is no id: it will not lead to anything.</summary>
    private static string? Id(string? text) =>
        text is { Length: > 0 and <= LongestMessageId } && text.All(c => c is > ' ' and <= '~') ? text : null;
}

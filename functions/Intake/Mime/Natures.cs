using ItsmServerless.Kernel.Mail;
using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>Tells persons from machines by the headers of a mail.</summary>
/// <remarks>RFC 3834, 2 and 5; RFC 3464 for reports; RFC 2369 and RFC 2919 for lists; the X- headers are those that
/// Exchange, loop guards and common responders write.</remarks>
internal static class Natures
{
    private static readonly string[] ReplyHeaders = ["X-Autoreply", "X-Autorespond", "X-AutoReply-From"];
    private static readonly string[] RelayedHeaders =
        [MailSettings.LoopHeader, "X-Auto-Response-Suppress", "X-MS-Exchange-Inbox-Rules-Loop", "Mailing-List"];

    public static MailNature Of(MimeMessage mail)
    {
        if (IsReport(mail)) return MailNature.Report;
        if (OfAutoSubmitted(mail) is { } submitted) return submitted;
        var precedence = mail.Headers["Precedence"]?.Trim().ToLowerInvariant();
        if (precedence == "auto_reply" || ReplyHeaders.Any(mail.Headers.Contains)) return MailNature.AutomaticReply;
        if (HasNullReturnPath(mail)) return MailNature.Automatic;
        return precedence is "bulk" or "junk" or "list" || RelayedHeaders.Any(mail.Headers.Contains) || IsOfList(mail)
            ? MailNature.Listed
            : MailNature.Personal;
    }

    /// <summary>RFC 2369 and RFC 2919: whatever a list writes begins alike.</summary>
    private static bool IsOfList(MimeMessage mail) =>
        mail.Headers.Any(header => header.Field.StartsWith("List-", StringComparison.OrdinalIgnoreCase));

    /// <summary>RFC 6522, and what mail systems write that do not speak it.</summary>
    private static bool IsReport(MimeMessage mail) =>
        mail.Body is MultipartReport || IsFrom(mail, "mailer-daemon@") || mail.Headers.Contains("X-Failed-Recipients")
        || (HasNullReturnPath(mail) && IsFrom(mail, "postmaster@"))
        || mail.BodyParts.OfType<MessageDeliveryStatus>().Any();

    private static MailNature? OfAutoSubmitted(MimeMessage mail) =>
        mail.Headers[HeaderId.AutoSubmitted]?.Split(';', '(')[0].Trim().ToLowerInvariant() switch
        {
            null or "" or "no" => null,
            "auto-replied" => MailNature.AutomaticReply,
            _ => MailNature.Automatic,
        };

    private static bool IsFrom(MimeMessage mail, string start) =>
        mail.From.Mailboxes.Any(from => from.Address.StartsWith(start, StringComparison.OrdinalIgnoreCase));

    /// <summary>The envelope's sender was empty: nothing may be sent back (RFC 5321, 4.5.5).</summary>
    private static bool HasNullReturnPath(MimeMessage mail) => mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>";
}

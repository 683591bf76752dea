using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>Tells persons from machines by the headers of a mail.</summary>
/// <remarks>RFC 3834, 2 and 5; RFC 3464 for reports; RFC 2919 for lists; the X- headers are those that Exchange and
/// common responders write.</remarks>
internal static class Natures
{
    private static readonly string[] ReplyHeaders = ["X-Autoreply", "X-Autorespond", "X-AutoReply-From"];
    private static readonly string[] ListHeaders =
        ["List-Id", "List-Post", "List-Unsubscribe", "X-Auto-Response-Suppress"];


    public static MailNature Of(MimeMessage mail)
    {
        if (mail.Body is MultipartReport || IsFromMailSystem(mail)) return MailNature.Report;
        if (OfAutoSubmitted(mail) is { } submitted) return submitted;
        var precedence = mail.Headers["Precedence"]?.Trim().ToLowerInvariant();
        if (precedence == "auto_reply" || ReplyHeaders.Any(mail.Headers.Contains)) return MailNature.AutomaticReply;
        if (HasNullReturnPath(mail)) return MailNature.Automatic;
        return precedence is "bulk" or "junk" or "list" || ListHeaders.Any(mail.Headers.Contains)
            ? MailNature.Listed
            : MailNature.Personal;
    }

    private static MailNature? OfAutoSubmitted(MimeMessage mail) =>
        mail.Headers[HeaderId.AutoSubmitted]?.Split(';', '(')[0].Trim().ToLowerInvariant() switch
        {
            null or "" or "no" => null,
            "auto-replied" => MailNature.AutomaticReply,
            _ => MailNature.Automatic,
        };

    /// <summary>Bounces of systems that do not speak RFC 3464.</summary>
    private static bool IsFromMailSystem(MimeMessage mail) =>
        mail.From.Mailboxes.Any(from => from.Address.StartsWith("mailer-daemon@", StringComparison.OrdinalIgnoreCase));

    /// <summary>The envelope's sender was empty: nothing may be sent back (RFC 5321, 4.5.5).</summary>
    private static bool HasNullReturnPath(MimeMessage mail) => mail.Headers[HeaderId.ReturnPath]?.Trim() == "<>";
}

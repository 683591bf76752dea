using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Telemetry;

namespace ItsmServerless.Intake.Mails;

/// <summary>Knows our own mails when they come back.</summary>
public sealed class MailLoops(MailSettings settings, IssuedMessageIds ids)
{
    /// <summary>Whether a mail is one of ours: by its sender, by its Message-ID, or by the mark that we put on each
    /// (X-Loop), which survives where the others are rewritten. Each is counted.</summary>
    public bool IsOwn(InboundMail mail)
    {
        var isOwn = (mail.From is { } from && settings.IsOwn(from.Email)) ||
            (mail.MessageId is { } id && ids.IsOurs(id)) ||
            mail.LoopMarks.Contains(settings.LoopMark, StringComparer.OrdinalIgnoreCase);
        if (isOwn) Meters.OwnMails.Add(1);
        return isOwn;
    }
}

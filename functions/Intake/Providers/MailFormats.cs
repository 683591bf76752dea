using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;

namespace ItsmServerless.Intake.Providers;

/// <summary>The formats whose messages are mails. Each is a pure reader from the body to the same mail.</summary>
public static class MailFormats
{
    /// <summary>Whether a message of the format is a mail, and no alert.</summary>
    public static bool IsMail(this IntakeFormat format) => format is
        IntakeFormat.Mime or IntakeFormat.SendGrid or IntakeFormat.Mailgun or IntakeFormat.Postmark;

    /// <summary>The mail, or why there is none. Never throws, whatever the bytes are.</summary>
    public static MailReading Read(IntakeFormat format, AlertMessage message, MailLimits limits) => format switch
    {
        IntakeFormat.Mime => MailReader.Read(message.Body, limits),
        IntakeFormat.SendGrid => MailReader.Guarded(() => SendGridMails.Read(FormFields.Of(message, limits), limits)),
        IntakeFormat.Mailgun => MailReader.Guarded(() => MailgunMails.Read(FormFields.Of(message, limits), limits)),
        IntakeFormat.Postmark => MailReader.Guarded(() => PostmarkMails.Read(message, limits)),
        _ => throw new InvalidOperationException($"{format} is no format of mails."),
    };
}

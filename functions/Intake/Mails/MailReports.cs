using ItsmServerless.Intake.Mime;
using ItsmServerless.Notifications;

namespace ItsmServerless.Intake.Mails;

/// <summary>Passes on what mail systems say of our mails, and that somebody lives behind an address.</summary>
public sealed class MailReports(UndeliveredMails undelivered)
{
    /// <summary>What the receipt says of a report on a mail of ours.</summary>
    public const string Match = "delivery_report";

    /// <summary>What became of the mail; null when it is no report on a mail of ours. Safe to repeat.</summary>
    public async Task<ReceiptEvent?> Take(ReceivedMail received, CancellationToken cancel)
    {
        var (tenant, mail, cause) = (received.Tenant, received.Mail, received.Receipt.Id);
        if (mail is { Nature: MailNature.Personal, From: { } from })
            await undelivered.Heard(tenant, from.Email, cause, cancel);
        if (mail.Report is not { } report) return null;
        return await undelivered.Take(tenant, report, cause, cancel) is { } record
            ? new ReceiptProcessed(record, Match)
            : null;
    }
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Notifications.Addresses;
using ItsmServerless.Notifications.Sent;

namespace ItsmServerless.Notifications;

/// <summary>Takes word that a mail of ours did not reach somebody, and word that somebody is there.</summary>
/// <remarks>Anybody can write a report. One counts when it returns a Message-ID that we made, of a mail that went to
/// the recipient it speaks of; and an address is marked only by a mail that went to it alone, because whoever got a
/// mail knows its id. May be called again.</remarks>
public sealed class UndeliveredMails(EventLog log, IssuedMessageIds ids, SentMails sent, Clock clock)
{
    /// <summary>Marks the addresses, and tells it on the record; nobody is mailed.</summary>
    /// <param name="receipt">The report's.</param>
    /// <returns>The record that the mail was about; null when the report counts for nothing.</returns>
    public async Task<RecordId?> Take(
        TenantId tenant, DeliveryReport report, RecordId receipt, CancellationToken cancel)
    {
        if (await Returned(tenant, report, cancel) is not { } mail) return null;
        var told = false;
        foreach (var outcome in report.Recipients.Where(outcome => outcome.Action != DeliveryAction.Other))
            foreach (var address in mail.To.Where(outcome.IsAbout))
            {
                told = true;
                await Take(tenant, mail, address, outcome, receipt, cancel);
            }
        return told ? mail.Record : null;
    }

    /// <summary>Somebody wrote from the address: mails go there again. One point read for most.</summary>
    public async Task Heard(TenantId tenant, EmailAddress from, RecordId receipt, CancellationToken cancel)
    {
        var id = MailAddress.IdOf(from);
        if (await log.Find<MailAddress, MailAddressEvent>(tenant, id, cancel) is null) return;
        await log.Execute<MailAddress, MailAddressEvent>(
            Command(tenant, "heard", receipt.Value), id, state => ClearMailAddress.Decide(state, receipt), cancel);
    }

    private async Task<SentMail?> Returned(TenantId tenant, DeliveryReport report, CancellationToken cancel)
    {
        foreach (var id in report.Returned.Select(id => ids.Find(tenant, id)).OfType<IssuedMessage>())
            if (await sent.Find(tenant, id, cancel) is { } mail) return mail;
        return null;
    }

    private async Task Take(
        TenantId tenant, SentMail mail, EmailAddress address, DeliveryOutcome outcome, RecordId receipt,
        CancellationToken cancel)
    {
        if (mail.To.Length == 1)
            await log.Execute<MailAddress, MailAddressEvent>(
                Command(tenant, "undelivered", receipt.Value, address.Value), MailAddress.IdOf(address),
                _ => Failed(mail, address, outcome), cancel);
        if (outcome.Action != DeliveryAction.Failed) return;
        await sent.Undelivered(tenant, mail, outcome.Status, cancel);
        if (mail.Record.Prefix == Incident.Prefix) await Note(tenant, mail, address, outcome, cancel);
    }

    private Task Note(
        TenantId tenant, SentMail mail, EmailAddress address, DeliveryOutcome outcome, CancellationToken cancel)
    {
        var key = $"undelivered/{mail.Record}/{mail.Part}/{address}";
        return log.Execute<Incident, IncidentEvent>(
            Command(tenant, key), mail.Record,
            incident => Noted(incident, UlidText.FromKey("cmt", tenant, key), mail, address, outcome), cancel);
    }

    private static Decision<MailAddressEvent> Failed(SentMail mail, EmailAddress address, DeliveryOutcome outcome) =>
        new MailAddressFailed(
            address, outcome.IsForGood, $"{outcome.Status}", outcome.Diagnostic, mail.Record, mail.Part);

    /// <summary>An internal note; what is done with stays as it is.</summary>
    private static Decision<IncidentEvent> Noted(
        Incident? incident, RecordId id, SentMail mail, EmailAddress address, DeliveryOutcome outcome)
    {
        if (incident is not { IsOpen: true }) return Decision<IncidentEvent>.Nothing;
        var why = outcome.Diagnostic is { } said ? $"{outcome.Status} ({said})" : $"{outcome.Status}";
        var rest = outcome.IsForGood && mail.To.Length == 1 ? " No more mails are sent to this address." : "";
        return new IncidentCommented(
            id, $"The mail to {address} could not be delivered: {why}.{rest}", Visibility.Internal,
            new(null, null, Actor.System), FromRequester: false, ByAgent: false);
    }

    private CommandContext Command(TenantId tenant, params ReadOnlySpan<string> cause) =>
        CommandContext.Internal(tenant, CommandId.FromCause(cause), clock.Now);
}

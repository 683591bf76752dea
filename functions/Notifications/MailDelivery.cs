using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Telemetry;
using ItsmServerless.Metering;
using ItsmServerless.Notifications.Budgets;
using ItsmServerless.Notifications.Sent;
using ItsmServerless.Notifications.Templates;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Notifications;

/// <summary>Hands mails over, each once, unless something keeps them back; both is written down.</summary>
public sealed partial class MailDelivery(
    NoticeWriter writer, MailComposer composer, SentMails sent, MailRestraint restraint, IMailTransport transport, UsageMeter meter,
    ILogger<MailDelivery> logger)
{
    /// <summary>Is called again after any failure, and then goes on where it was.</summary>
    public async Task Hand(Envelope envelope, CancellationToken cancel)
    {
        if (!await sent.Begin(envelope, cancel)) return;
        var permission = await restraint.Of(envelope, cancel);
        if (permission.To.IsEmpty) await HoldBack(envelope, permission.Reason, cancel);
        else await Hand(envelope, permission, cancel);
    }

    private async Task Hand(Envelope envelope, Permission permission, CancellationToken cancel)
    {
        var (tenant, notice) = (envelope.Cause.Tenant, envelope.Notice);
        var written = envelope with { Notice = await writer.For(tenant, notice, permission.To, cancel) };
        using var message = composer.Compose(written, permission.To);
        try
        {
            await transport.Send(message, cancel);
            await meter.Count(tenant, Dimensions.Notifications, $"mail/{envelope.Cause.Record}/{envelope.Part}", envelope.Cause.At, cancel);
            await sent.Sent(envelope, permission.Reason, cancel);
        }
        catch (MailRefusedException refusal)
        {
            LogRefused(logger, envelope.Cause.Record, envelope.Part, refusal.Recipients.Length);
            await sent.Refused(envelope, refusal, cancel);
        }
    }

    private async Task HoldBack(Envelope envelope, string reason, CancellationToken cancel)
    {
        LogHeldBack(logger, envelope.Cause.Record, envelope.Part, reason.Split(':')[0]);
        Meters.HeldBackMails.Add(1, new KeyValuePair<string, object?>("reason", reason.Split(':')[0]));
        if (HeldBack.IsAlarming(reason) && await restraint.MayAlarm(envelope, cancel))
            await Hand(envelope with { Notice = Alarm(envelope), To = [restraint.Desk] }, cancel);
        await sent.Suppressed(envelope, reason, cancel);
    }

    private static Notice Alarm(Envelope held) => new("held_back", [Notice.Desk], new(
        "Mails are held back",
        [
            new Paragraph(
                "More mails would have been sent than is sensible, as happens when two machines answer each other. " +
                "They are listed with the record. You are told once an hour."),
            new Details([new("Record", held.Cause.Record.Value), new("To", string.Join(", ", held.To))]),
        ]));

    [LoggerMessage(6001, LogLevel.Warning, "Mail {Part} of {Record} was refused for {Count} recipients for good")]
    private static partial void LogRefused(ILogger logger, RecordId record, string part, int count);

    [LoggerMessage(6003, LogLevel.Information, "Mail {Part} of {Record} is not sent: {Reason}")]
    private static partial void LogHeldBack(ILogger logger, RecordId record, string part, string reason);
}

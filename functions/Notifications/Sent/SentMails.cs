using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Notifications.Sent;

/// <summary>A mail that was written down.</summary>
/// <param name="Part">Which of the record's mails.</param>
public sealed record SentMail(RecordId Record, string Part, ImmutableArray<EmailAddress> To);

/// <summary>Which mails were handed over, so that an event that comes again is told once.</summary>
/// <remarks>A row of <see cref="NoticeRows"/> each. A crash between handing over and marking hands the same mail, with
/// the same Message-ID, over again: SMTP knows no better.</remarks>
public sealed class SentMails(Tables tables, Clock clock)
{
    private const string Separator = ", ";

    /// <summary>Whether the mail is still to be handed over. A mail seen for the first time is written down.</summary>
    public async Task<bool> Begin(Envelope envelope, CancellationToken cancel)
    {
        var row = Row(envelope, NoticeRows.Sending);
        row["Record"] = envelope.Cause.Record.Value;
        row["To"] = string.Join(Separator, envelope.To);
        row["Kind"] = envelope.Notice.Kind;
        row["Channel"] = NotificationView.Mail;
        try
        {
            await Table(envelope.Cause.Tenant).AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return await IsPending(envelope, cancel); // Delivered again, or our own answer was lost.
        }
    }

    /// <summary>It was handed over to all but those.</summary>
    /// <param name="held">To whom it was not sent, and why; empty for nobody.</param>
    public Task Sent(Envelope envelope, string held, CancellationToken cancel)
    {
        var row = Row(envelope, "sent");
        if (held.Length > 0) row["Reason"] = held;
        return Mark(envelope, row, cancel);
    }

    /// <summary>It is not sent to anybody, and not tried again.</summary>
    public Task Suppressed(Envelope envelope, string reason, CancellationToken cancel)
    {
        var row = Row(envelope, "suppressed");
        row["Reason"] = reason;
        return Mark(envelope, row, cancel);
    }

    /// <summary>Some will never take it; it is not tried again.</summary>
    public Task Refused(Envelope envelope, MailRefusedException refusal, CancellationToken cancel)
    {
        var row = Row(envelope, "refused");
        row["RefusedBy"] = string.Join(Separator, refusal.Recipients);
        row["Answer"] = refusal.Message;
        row["Reason"] = $"refused_for: {string.Join(Separator, refusal.Recipients)}";
        return Mark(envelope, row, cancel);
    }

    /// <summary>The mail of an id; null when none was written down under it. One point read.</summary>
    public async Task<SentMail?> Find(TenantId tenant, IssuedMessage id, CancellationToken cancel)
    {
        var found = await Table(tenant).GetEntityIfExistsAsync<TableEntity>(
            NoticeRows.Partition(id.Record), id.Part, ["To"], cancel);
        return found is { HasValue: true, Value: { } row }
            ? new(id.Record, id.Part, [.. row.GetString("To").Split(Separator).Select(EmailAddress.From)])
            : null;
    }

    /// <summary>It came back.</summary>
    public Task Undelivered(TenantId tenant, SentMail mail, DeliveryStatus status, CancellationToken cancel)
    {
        var row = NoticeRows.Of(mail.Record, mail.Part, "undelivered", clock.Now);
        row["Reason"] = $"{status}";
        return Table(tenant).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancel);
    }

    private async Task<bool> IsPending(Envelope envelope, CancellationToken cancel)
    {
        var row = await Table(envelope.Cause.Tenant).GetEntityAsync<TableEntity>(
            NoticeRows.Partition(envelope.Cause.Record), envelope.Part, [NoticeRows.StateColumn], cancel);
        return row.Value.GetString(NoticeRows.StateColumn) == NoticeRows.Sending;
    }

    private Task Mark(Envelope envelope, TableEntity row, CancellationToken cancel) =>
        Table(envelope.Cause.Tenant).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancel);

    private TableEntity Row(Envelope envelope, string state) =>
        NoticeRows.Of(envelope.Cause.Record, envelope.Part, state, clock.Now);

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Lookups);
}

using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Notifications;

/// <summary>Which mails were handed over, so that an event that comes again is told once.</summary>
/// <remarks>A row of table <c>lookups</c> for each mail, in the partition <c>mails|record</c>: written before the mail
/// is handed over and marked after, one storage transaction each. A crash in between hands the same mail, with the same
/// Message-ID, over again: SMTP knows no better.</remarks>
public sealed class SentMails(Tables tables, Clock clock)
{
    private const string StateColumn = "State";
    private const string Sending = "sending";

    /// <summary>Whether the mail is still to be handed over. A mail seen for the first time is written down.</summary>
    public async Task<bool> Begin(Envelope envelope, CancellationToken cancel)
    {
        var row = Row(envelope, Sending);
        row["To"] = string.Join(", ", envelope.To);
        row["Kind"] = envelope.Notice.Kind;
        try
        {
            await Table(envelope).AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return await IsPending(envelope, cancel); // Delivered again, or our own answer was lost.
        }
    }

    /// <summary>It was handed over to all.</summary>
    public Task Sent(Envelope envelope, CancellationToken cancel) => Mark(envelope, Row(envelope, "sent"), cancel);

    /// <summary>Some will never take it; it is not tried again.</summary>
    public Task Refused(Envelope envelope, MailRefusedException refusal, CancellationToken cancel)
    {
        var row = Row(envelope, "refused");
        row["RefusedBy"] = string.Join(", ", refusal.Recipients);
        row["Reason"] = refusal.Message;
        return Mark(envelope, row, cancel);
    }

    private async Task<bool> IsPending(Envelope envelope, CancellationToken cancel)
    {
        var row = await Table(envelope).GetEntityAsync<TableEntity>(
            Partition(envelope), envelope.Part, [StateColumn], cancel);
        return row.Value.GetString(StateColumn) == Sending;
    }

    private Task Mark(Envelope envelope, TableEntity row, CancellationToken cancel) =>
        Table(envelope).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancel);

    private TableEntity Row(Envelope envelope, string state) => new(Partition(envelope), envelope.Part)
    {
        [StateColumn] = state,
        ["At"] = clock.Now.ToDateTimeOffset(),
    };

    private TableClient Table(Envelope envelope) => tables.Of(envelope.Cause.Tenant, TableNames.Lookups);

    private static string Partition(Envelope envelope) => $"mails|{envelope.Cause.Record}";
}

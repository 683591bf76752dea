using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tenants;

namespace ItsmServerless.Notifications.Sent;

/// <summary>Which cards were posted, so that what is told again is posted once.</summary>
/// <remarks>A row of <see cref="NoticeRows"/> for each card that tells of a record; for others a row of table
/// <c>lookups</c> in the partition <c>cards|channel</c>. A crash between posting and marking posts the same card, with
/// the same tracking id, again: workflows know no better.</remarks>
public sealed class SentCards(Tables tables, Clock clock)
{
    /// <summary>Whether the card is still to be posted. A card seen for the first time is written down.</summary>
    public async Task<bool> Begin(CardMessage card, CancellationToken cancel)
    {
        var row = Row(card, NoticeRows.Sending);
        row["Key"] = card.Key;
        row["To"] = TeamsChannel.ReferencePrefix + card.Channel;
        row["Channel"] = NotificationView.Teams;
        if (card.About is { } about) (row["Record"], row["Kind"]) = (about.Record.Value, about.Kind);
        try
        {
            await Table(card).AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return await IsPending(card, cancel); // Tried again, told again, or our own answer was lost.
        }
    }

    /// <summary>The channel has it.</summary>
    public Task Sent(CardMessage card, CancellationToken cancel) => Mark(card, Row(card, "sent"), cancel);

    /// <summary>The channel will not take it; it is not tried again.</summary>
    public Task Refused(CardMessage card, string reason, CancellationToken cancel)
    {
        var row = Row(card, "refused");
        row["Reason"] = reason;
        return Mark(card, row, cancel);
    }

    private async Task<bool> IsPending(CardMessage card, CancellationToken cancel)
    {
        var key = Row(card, NoticeRows.Sending);
        var row = await Table(card).GetEntityAsync<TableEntity>(
            key.PartitionKey, key.RowKey, [NoticeRows.StateColumn], cancel);
        return row.Value.GetString(NoticeRows.StateColumn) == NoticeRows.Sending;
    }

    private Task Mark(CardMessage card, TableEntity row, CancellationToken cancel) =>
        Table(card).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancel);

    private TableEntity Row(CardMessage card, string state) => card.About is { } about
        ? NoticeRows.Of(about.Record, NoticeRows.Row(about.At, about.Sequence, card.Id), state, clock.Now)
        : new($"cards|{KeyText.Escape(card.Channel)}", card.Id)
        {
            [NoticeRows.StateColumn] = state,
            ["At"] = clock.Now.ToDateTimeOffset(),
        };

    private TableClient Table(CardMessage card) => tables.Of(card.Tenant, TableNames.Lookups);
}

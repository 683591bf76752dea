using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Notifications;

/// <summary>Which cards were posted, so that what is told again is posted once.</summary>
/// <remarks>A row of table <c>lookups</c> for each card, in the partition <c>cards|channel</c>: written before it is
/// posted and marked after, one storage transaction each. A crash in between posts the same card, with the same
/// tracking id, again: workflows know no better.</remarks>
public sealed class SentCards(Tables tables, Clock clock)
{
    private const string StateColumn = "State";
    private const string Sending = "sending";

    /// <summary>Whether the card is still to be posted. A card seen for the first time is written down.</summary>
    public async Task<bool> Begin(CardMessage card, CancellationToken cancel)
    {
        var row = Row(card, Sending);
        row["Key"] = card.Key;
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
        var row = await Table(card).GetEntityAsync<TableEntity>(Partition(card), card.Id, [StateColumn], cancel);
        return row.Value.GetString(StateColumn) == Sending;
    }

    private Task Mark(CardMessage card, TableEntity row, CancellationToken cancel) =>
        Table(card).UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancel);

    private TableEntity Row(CardMessage card, string state) => new(Partition(card), card.Id)
    {
        [StateColumn] = state,
        ["At"] = clock.Now.ToDateTimeOffset(),
    };

    private TableClient Table(CardMessage card) => tables.Of(card.Tenant, TableNames.Lookups);

    private static string Partition(CardMessage card) => $"cards|{KeyText.Escape(card.Channel)}";
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Intake;

/// <summary>Takes up receipts: reads the body and writes down what became of it.</summary>
public sealed class MessageIntake(EventLog log, Tables tables, MailIntake mails, Clock clock)
{
    /// <summary>Hears of receipts that were accepted or are to be taken up again. May be called again.</summary>
    public Task On(PublishedEvent published, CancellationToken cancel) =>
        published.Practice == Receipt.Practice && published.Type is "receipt.accepted" or "receipt.replayed"
            ? TakeUp(published.Tenant, published.Record, cancel)
            : Task.CompletedTask;

    private async Task TakeUp(TenantId tenant, RecordId id, CancellationToken cancel)
    {
        var found = await log.Find<Receipt, ReceiptEvent>(tenant, id, cancel);
        if (found is not { State: { State: ReceiptState.Accepted } receipt }) return;
        var raw = await tables.Blobs(tenant).GetBlobClient(receipt.Blob).DownloadContentAsync(cancel);
        var end = await mails.Apply(tenant, receipt, raw.Value.Content.ToArray(), cancel);
        await log.Execute<Receipt, ReceiptEvent>(
            End(tenant, receipt), id, state => state!.End(receipt.Attempt, end), cancel);
    }

    private CommandContext End(TenantId tenant, Receipt receipt) => CommandContext.Internal(
        tenant, CommandId.FromCause("end", receipt.Id.Value, $"{receipt.Attempt}"), clock.Now);
}

using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Intake;

/// <summary>Takes up receipts: reads the body and writes down what became of it.</summary>
public sealed class MessageIntake(
    EventLog log, Tables tables, ReadingAttempts attempts, MailIntake mails, AlertIntake alerts, MailLimits limits,
    Clock clock)
{
    /// <summary>Hears of receipts that were accepted or are to be taken up again. May be called again.</summary>
    /// <param name="deliveries">How often the bus delivered this, this time counted.</param>
    public Task On(PublishedEvent published, int deliveries, CancellationToken cancel) =>
        published.Practice == Receipt.Practice && published.Type is "receipt.accepted" or "receipt.replayed"
            ? TakeUp(published.Tenant, published.Record, deliveries, cancel)
            : Task.CompletedTask;

    private async Task TakeUp(TenantId tenant, RecordId id, int deliveries, CancellationToken cancel)
    {
        var found = await log.Find<Receipt, ReceiptEvent>(tenant, id, cancel);
        if (found is not { State: { State: ReceiptState.Accepted } receipt }) return;
        var end = await Become(tenant, receipt, deliveries, cancel);
        await log.Execute<Receipt, ReceiptEvent>(
            End(tenant, receipt), id, state => state!.End(receipt.Attempt, end), cancel);
    }

    private async Task<ReceiptEvent> Become(TenantId tenant, Receipt receipt, int deliveries, CancellationToken cancel)
    {
        if (receipt.Alert is { } part) return await alerts.Take(tenant, receipt, part, cancel);
        if (!await attempts.MayStart(tenant, receipt, deliveries, cancel))
            return new ReceiptQuarantined(ReadingAttempts.Reason);
        return receipt.Format.IsMail()
            ? await Mail(tenant, receipt, deliveries, cancel)
            : await Alert(tenant, receipt, deliveries, cancel);
    }

    private async Task<ReceiptEvent> Mail(
        TenantId tenant, Receipt receipt, int deliveries, CancellationToken cancel)
    {
        var raw = await Raw(tenant, receipt, cancel);
        var reading = MailFormats.Read(receipt.Format, new(raw, receipt.Headers, receipt.Id.Value), limits);
        await attempts.Survived(tenant, receipt, deliveries, cancel);
        return await mails.Apply(tenant, receipt, reading, cancel);
    }

    private async Task<ReceiptEvent> Alert(
        TenantId tenant, Receipt receipt, int deliveries, CancellationToken cancel)
    {
        var (body, known) = (Raw(tenant, receipt, cancel), alerts.SourceOf(tenant, receipt, cancel)); // At once.
        var (raw, source) = (await body, await known);
        var reading = AlertReader.Read(receipt.Format, new(raw, receipt.Headers, receipt.Id.Value), source.Mapping);
        await attempts.Survived(tenant, receipt, deliveries, cancel);
        return await alerts.Apply(tenant, receipt, source, reading, cancel);
    }

    private async Task<ReadOnlyMemory<byte>> Raw(TenantId tenant, Receipt receipt, CancellationToken cancel)
    {
        var raw = await tables.Blobs(tenant).GetBlobClient(receipt.Blob).DownloadContentAsync(cancel);
        return raw.Value.Content.ToMemory();
    }

    private CommandContext End(TenantId tenant, Receipt receipt) => CommandContext.Internal(
        tenant, CommandId.FromCause("end", receipt.Id.Value, $"{receipt.Attempt}"), clock.Now);
}

using Azure.Storage.Blobs.Models;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Applies rules to what came in, without effect.</summary>
public sealed class RuleTrial(EventLog log, Lists lists, Tables tables, AlertIntake intake)
{
    private const int Usual = 20;
    private static readonly ReceiptState[] Looked =
        [ReceiptState.Processed, ReceiptState.Ignored, ReceiptState.Accepted];

    /// <summary>The newest receipts of alerts: a query for each state, then at most three reads for each
    /// receipt.</summary>
    public async Task<Outcome<TriedRules>> Try(Request<TryIntakeRules> request, CancellationToken cancel)
    {
        var tenant = request.Caller.Tenant;
        var rules = new IntakeRules(new PutIntakeRules(request.Body.Rules).ToRules(), 0);
        IReadOnlyList<ListStream> streams =
            [.. Looked.Select(state => new ListStream(TableNames.Receipts, [Words<ReceiptState>.Of(state)]))];
        var page = await lists.Read(
            tenant, streams, new(request.Body.Receipts ?? Usual, null), SettingsRow.Read<ReceiptView>, cancel);
        var tried = new List<TriedReceipt>();
        foreach (var receipt in page.Value.Items)
        {
            var alerts = await Alerts(tenant, receipt.Id, cancel);
            tried.AddRange(alerts.Select(alert => TriedReceipt.Of(rules.Treat(alert))));
        }
        return new TriedRules(tried);
    }

    /// <summary>The firing alert of a receipt; none for mails, batches, and what ended or cannot be read.</summary>
    private async Task<IEnumerable<ReceivedAlert>> Alerts(TenantId tenant, RecordId id, CancellationToken cancel)
    {
        var found = await log.Find<Receipt, ReceiptEvent>(tenant, id, cancel);
        if (found is not { State: { Parts.Count: 0 } receipt }) return [];
        if (receipt.Format.IsMail()) return [];
        var source = await intake.SourceOf(tenant, receipt, cancel);
        var alert = receipt.Alert ??
            (await Read(tenant, receipt, source, cancel) as AlertReading.Alerts)?.All.FirstOrDefault();
        return alert is { Status: AlertStatus.Firing } ? [new ReceivedAlert(tenant, receipt, source, alert)] : [];
    }

    private async Task<AlertReading> Read(
        TenantId tenant, Receipt receipt, IntakeSource source, CancellationToken cancel)
    {
        BlobDownloadResult raw = await tables.Blobs(tenant).GetBlobClient(receipt.Blob).DownloadContentAsync(cancel);
        return AlertReader.Read(
            receipt.Format, new(raw.Content.ToMemory(), receipt.Headers, receipt.Id.Value), source.Mapping);
    }
}

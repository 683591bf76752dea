using Azure.Storage.Blobs.Models;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Intake.Rules;

/// <summary>Applies rules to what came in, without effect.</summary>
public sealed class RuleTrial(
    EventLog log, Lists lists, Tables tables, AlertIntake intake, PriorityMatrices matrices, MailLimits limits)
{
    private const int Usual = 20;
    private const long MostBytes = 25 << 20;
    private static readonly ReceiptState[] Looked =
        [ReceiptState.Processed, ReceiptState.Ignored, ReceiptState.Accepted];

    /// <summary>The newest receipts that rules are for, until 25 MiB are read: a query for each state, then at most
    /// three reads for each receipt.</summary>
    public async Task<Outcome<TriedRules>> Try(Request<TryIntakeRules> request, CancellationToken cancel)
    {
        var tenant = request.Caller.Tenant;
        var rules = new IntakeRules(new PutIntakeRules(request.Body.Rules).ToRules(), 0);
        IReadOnlyList<ListStream> streams =
            [.. Looked.Select(state => new ListStream(TableNames.Receipts, [Words<ReceiptState>.Of(state)]))];
        var page = await lists.Read(
            tenant, streams, new(request.Body.Receipts ?? Usual, null), SettingsRow.Read<ReceiptView>, cancel);
        var (tried, left) = (new List<TriedReceipt>(), MostBytes);
        foreach (var receipt in page.Value.Items.TakeWhile(receipt => (left -= receipt.Raw.Bytes) >= 0))
            if (await Try(rules, tenant, receipt.Id, cancel) is { } one) tried.Add(one);
        return new TriedRules(tried);
    }

    /// <summary>Null for what rules are not asked about: a mail that is a comment or comes from a machine that answers,
    /// a batch, an alert that ended, and what cannot be read.</summary>
    private async Task<TriedReceipt?> Try(IntakeRules rules, TenantId tenant, RecordId id, CancellationToken cancel)
    {
        var found = await log.Find<Receipt, ReceiptEvent>(tenant, id, cancel);
        if (found is not { State: { Parts.Count: 0 } receipt }) return null;
        var matrix = await matrices.Of(tenant, cancel);
        var source = await intake.SourceOf(tenant, receipt, cancel);
        if (receipt.Format.IsMail())
            return await Mail(tenant, receipt, cancel) is { } mail
                ? TriedReceipt.Of(rules, mail with { Matrix = matrix }, source)
                : null;
        var alert = receipt.Alert ?? await Alert(tenant, receipt, source, cancel);
        return alert is { Status: AlertStatus.Firing }
            ? TriedReceipt.Of(rules, new(tenant, receipt, source, alert) { Matrix = matrix })
            : null;
    }

    private async Task<Alert?> Alert(TenantId tenant, Receipt receipt, IntakeSource source, CancellationToken cancel)
    {
        var reading = AlertReader.Read(receipt.Format, await Message(tenant, receipt, cancel), source.Mapping);
        return (reading as AlertReading.Alerts)?.All.FirstOrDefault();
    }

    private async Task<ReceivedMail?> Mail(TenantId tenant, Receipt receipt, CancellationToken cancel)
    {
        if (receipt.State == ReceiptState.Ignored && !Treatment.WasIgnored(receipt)) return null;
        var mail = MailFormats.Read(receipt.Format, await Message(tenant, receipt, cancel), limits).Mail;
        if (mail is null or { Nature: MailNature.AutomaticReply or MailNature.Report }) return null;
        var received = new ReceivedMail(tenant, receipt, mail);
        return receipt.Record is null || receipt.Record == received.NewIncident ? received : null;
    }

    private async Task<AlertMessage> Message(TenantId tenant, Receipt receipt, CancellationToken cancel)
    {
        BlobDownloadResult raw = await tables.Blobs(tenant).GetBlobClient(receipt.Blob).DownloadContentAsync(cancel);
        return new(raw.Content.ToMemory(), receipt.Headers, receipt.Id.Value);
    }
}

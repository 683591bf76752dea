using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Does what the message of an alert format asks for. May be called again.</summary>
public sealed class AlertIntake(EventLog log, AlertDesk desk, SnsSubscriptions subscriptions, Clock clock)
{
    private const int AtOnce = 8;

    /// <summary>The source as it is now: a mapping may have been mended since the message came.</summary>
    public async Task<IntakeSource> SourceOf(TenantId tenant, Receipt receipt, CancellationToken cancel) =>
        (await log.Find<IntakeSource, IntakeSourceEvent>(tenant, receipt.Source, cancel))!.State;

    /// <summary>What became of the message.</summary>
    public Task<ReceiptEvent> Apply(
        TenantId tenant, Receipt receipt, IntakeSource source, AlertReading reading, CancellationToken cancel) =>
        reading switch
        {
            AlertReading.Alerts { All: [var alert] } => desk.Take(new(tenant, receipt, source, alert), cancel),
            AlertReading.Alerts several => Split(tenant, receipt, several.All, cancel),
            AlertReading.Confirm confirm => subscriptions.Confirm(confirm.Url, cancel),
            AlertReading.Nothing nothing => Task.FromResult<ReceiptEvent>(new ReceiptIgnored(nothing.Reason)),
            AlertReading.Refused refused => Task.FromResult<ReceiptEvent>(new ReceiptQuarantined(refused.Reason)),
            _ => throw new InvalidOperationException($"{reading.GetType().Name} is no reading."),
        };

    /// <summary>What became of one alert of a message.</summary>
    public async Task<ReceiptEvent> Take(TenantId tenant, Receipt receipt, Alert alert, CancellationToken cancel) =>
        await desk.Take(new(tenant, receipt, await SourceOf(tenant, receipt, cancel), alert), cancel);

    /// <summary>A receipt for each alert: one that cannot be taken up does not hold up the others.</summary>
    private async Task<ReceiptEvent> Split(
        TenantId tenant, Receipt batch, ImmutableArray<Alert> alerts, CancellationToken cancel)
    {
        var parts = alerts.Select((alert, index) => (Id: IdOf(tenant, batch, alert, index), alert, index))
            .DistinctBy(part => part.Id).ToList();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel };
        await Parallel.ForEachAsync(parts, limit, async (part, stop) => await log.Create<Receipt, ReceiptEvent>(
            Command(tenant, batch, part.Id), part.Id,
            known => known is null ? Part(batch, part.alert, part.index) : Decision<ReceiptEvent>.Nothing, stop));
        return new ReceiptSplit([.. parts.Select(part => part.Id)]);
    }

    /// <summary>An alert with an id of its own is the same in every batch.</summary>
    private static RecordId IdOf(TenantId tenant, Receipt batch, Alert alert, int index) => alert.MessageId is { } id
        ? Receipt.IdOfMessage(tenant, batch.Source, id)
        : Receipt.IdOfMessage(tenant, batch.Source, $"{batch.Id}/{index}");

    /// <summary>Alerts of a batch come a tick after each other, so that their order is known later.</summary>
    private static ReceiptAccepted Part(Receipt batch, Alert alert, int index) => new(
        batch.Source, batch.Format, batch.Defaults, batch.Sha256, batch.Bytes, batch.Blob, null, batch.Id, alert,
        batch.ReceivedAt.PlusTicks(index));

    private CommandContext Command(TenantId tenant, Receipt batch, RecordId part) =>
        CommandContext.Internal(tenant, CommandId.FromCause("accept", part.Value), clock.Now) with
        {
            By = Actor.Source(batch.Source),
        };
}

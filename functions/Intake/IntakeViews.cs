using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>A source as callers see it.</summary>
/// <param name="Url">Where messages are posted to; null for callers who may not make sources.</param>
/// <param name="HasSecret">Whether senders must sign, or show a secret.</param>
public sealed record IntakeSourceView(
    RecordId Id, string Name, IntakeFormat Format, IntakeDefaults Defaults, Instant CreatedAt, string? Url,
    AlertSettings Alerts, AlertMapping? Mapping, bool HasSecret, int Version);

/// <summary>A receipt as callers see it.</summary>
/// <param name="Reason">Why it matched a record, is a duplicate, was ignored or quarantined; else null.</param>
/// <param name="Record">What it became, or a part of.</param>
/// <param name="Batch">The receipt of the message it came in with other alerts; else null.</param>
/// <param name="Parts">The receipts of its alerts when it had several; the first hundred.</param>
public sealed record ReceiptView(
    RecordId Id, RecordId Source, ReceiptState State, string? Reason, RecordId? Record, Instant ReceivedAt, RawView Raw,
    RecordId? Batch = null, IReadOnlyList<RecordId>? Parts = null)
{
    private const int MostParts = 100;

    /// <summary>The receipt without where its body lies.</summary>
    public static ReceiptView Of(Receipt receipt) => new(
        receipt.Id, receipt.Source, receipt.State, receipt.Reason, receipt.Record, receipt.ReceivedAt,
        new(receipt.Sha256, receipt.Bytes), receipt.Batch,
        receipt.Parts.Count == 0 ? null : [.. receipt.Parts.Take(MostParts)]);
}

/// <summary>The body as it came.</summary>
public sealed record RawView(string Sha256, long Bytes);

/// <summary>What a sender is told: the message is kept.</summary>
public sealed record DeliveryView(IReadOnlyList<DeliveredView> Receipts)
{
    /// <summary>One receipt.</summary>
    public static DeliveryView Of(Receipt receipt) => new([new(receipt.Id, receipt.State)]);
}

/// <summary>A receipt as senders see it.</summary>
public sealed record DeliveredView(RecordId Id, ReceiptState State);

using System.Text.Json.Serialization;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>A message that arrived and is kept. It becomes a record, a part of one, or says why not.</summary>
/// <param name="Blob">The raw body in the tenant's container, stored before the receipt.</param>
/// <param name="Attempt">How often it was taken up: 1, and one more for each replay.</param>
public sealed record Receipt(
    RecordId Id, RecordId Source, IntakeFormat Format, IntakeDefaults Defaults, ReceiptState State, string? Reason,
    RecordId? Record, string Sha256, long Bytes, string Blob, int Attempt, Instant ReceivedAt)
    : IRecord<Receipt, ReceiptEvent>
{
    /// <summary>The headers that its format needs beside the body.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = NoHeaders;

    /// <summary>The receipt of the message it came in, when that had several alerts; else null.</summary>
    public RecordId? Batch { get; init; }

    /// <summary>The one alert of a batch that it stands for; null when the body is to be read.</summary>
    public Alert? Alert { get; init; }

    /// <summary>The receipts of the alerts that it had, when it had several.</summary>
    public IReadOnlyList<RecordId> Parts { get; init; } = [];

    private static readonly Dictionary<string, string> NoHeaders = [];

    /// <summary>The prefix of receipts' ids.</summary>
    public const string Prefix = "rcp";

    /// <inheritdoc/>
    public static string Practice => "intake_receipt";

    /// <summary>The same for the same body: sent again, it meets its first receipt.</summary>
    public static RecordId IdOf(TenantId tenant, RecordId source, string sha256) =>
        UlidText.FromKey(Prefix, tenant, $"{source}\n{sha256}");

    /// <summary>The same for a message that its sender gave an id of its own.</summary>
    public static RecordId IdOfMessage(TenantId tenant, RecordId source, string messageId) =>
        UlidText.FromKey(Prefix, tenant, $"{source}\nmessage\n{messageId}");

    /// <inheritdoc/>
    public static Receipt Apply(Receipt? state, Recorded<ReceiptEvent> recorded) => recorded.Event switch
    {
        ReceiptAccepted e => new(
            recorded.Record, e.Source, e.Format, e.Defaults, ReceiptState.Accepted, null, null, e.Sha256, e.Bytes,
            e.Blob, 1, e.ReceivedAt ?? recorded.At)
        {
            Headers = e.Headers ?? NoHeaders,
            Batch = e.Batch,
            Alert = e.Alert,
        },
        ReceiptProcessed e => state! with { State = ReceiptState.Processed, Reason = e.Match, Record = e.Record },
        ReceiptDuplicate e => state! with { State = ReceiptState.Duplicate, Reason = e.Reason, Record = e.Record },
        ReceiptIgnored e => state! with { State = ReceiptState.Ignored, Reason = e.Reason },
        ReceiptQuarantined e => state! with { State = ReceiptState.Quarantined, Reason = e.Reason },
        ReceiptSplit e => state! with { State = ReceiptState.Processed, Reason = "batch", Parts = e.Parts },
        ReceiptReplayed => state! with { State = ReceiptState.Accepted, Reason = null, Attempt = state.Attempt + 1 },
        _ => throw new InvalidDataException($"{recorded.Record} cannot have {recorded.Event.GetType().Name}."),
    };

    /// <summary>One row in the partition of its state, newest first.</summary>
    public static IEnumerable<ListRow> Rows(Receipt state) =>
    [
        new(TableNames.Receipts, Words<ReceiptState>.Of(state.State), RowKeys.NewestFirst(state.ReceivedAt, state.Id),
            SettingsRow.Of(ReceiptView.Of(state))),
    ];

    /// <summary>Ends the attempt that is under way; later words about it change nothing.</summary>
    public Decision<ReceiptEvent> End(int attempt, ReceiptEvent end) =>
        State == ReceiptState.Accepted && Attempt == attempt ? end : Decision<ReceiptEvent>.Nothing;

    /// <summary>Takes it up again, unless it became something.</summary>
    public Decision<ReceiptEvent> Replay() => State is ReceiptState.Processed or ReceiptState.Duplicate
        ? Decision<ReceiptEvent>.Nothing
        : new ReceiptReplayed();
}

/// <summary>What happens to a receipt.</summary>
public abstract record ReceiptEvent;

/// <summary>The raw body is stored.</summary>
/// <param name="Headers">What the format needs beside the body; null for none.</param>
/// <param name="Batch">The receipt of the message that had this alert among others.</param>
/// <param name="ReceivedAt">When that message came, a tick later for each of its alerts.</param>
[EventType("receipt.accepted")]
public sealed record ReceiptAccepted(
    RecordId Source, IntakeFormat Format, IntakeDefaults Defaults, string Sha256, long Bytes, string Blob,
    IReadOnlyDictionary<string, string>? Headers = null, RecordId? Batch = null, Alert? Alert = null,
    Instant? ReceivedAt = null) : ReceiptEvent;

/// <summary>It became a record, or a part of one.</summary>
/// <param name="Match">Why it belongs to that record; null when it began it.</param>
[EventType("receipt.processed")]
public sealed record ReceiptProcessed(RecordId Record, string? Match) : ReceiptEvent;

/// <summary>It had several alerts; each has a receipt of its own.</summary>
[EventType("receipt.split")]
public sealed record ReceiptSplit(IReadOnlyList<RecordId> Parts) : ReceiptEvent;

/// <summary>The same message came by another way before.</summary>
[EventType("receipt.duplicate")]
public sealed record ReceiptDuplicate(RecordId Of, RecordId Record, string Reason) : ReceiptEvent;

/// <summary>It is nothing to work on.</summary>
[EventType("receipt.ignored")]
public sealed record ReceiptIgnored(string Reason) : ReceiptEvent;

/// <summary>It could not be read, or not be made a record of.</summary>
[EventType("receipt.quarantined")]
public sealed record ReceiptQuarantined(string Reason) : ReceiptEvent;

/// <summary>Somebody wants it taken up again.</summary>
[EventType("receipt.replayed")]
public sealed record ReceiptReplayed : ReceiptEvent;

/// <summary>What became of a message.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptState>))]
public enum ReceiptState
{
    /// <summary>Kept, not yet read.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,
    /// <summary>A record, or a part of one.</summary>
    [JsonStringEnumMemberName("processed")] Processed,
    /// <summary>The same as another.</summary>
    [JsonStringEnumMemberName("duplicate")] Duplicate,
    /// <summary>Nothing to work on.</summary>
    [JsonStringEnumMemberName("ignored")] Ignored,
    /// <summary>Not readable.</summary>
    [JsonStringEnumMemberName("quarantined")] Quarantined,
}

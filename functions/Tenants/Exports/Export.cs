using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tenants.Exports;

/// <summary>Everything a tenant has, as one file.</summary>
/// <param name="Progress">How far it is; all of it when it is completed.</param>
/// <param name="Sha256">Of the whole file, lower-case hex; null before it is completed.</param>
/// <param name="ExpiresAt">When it can be downloaded no more; null before it is completed.</param>
public sealed record Export(
    RecordId Id, ExportState State, ExportProgress Progress, string? Sha256, Instant CreatedAt, Instant UpdatedAt,
    Instant? CompletedAt, Instant? ExpiresAt) : IRecord<Export, ExportEvent>
{
    /// <summary>The prefix of exports' ids.</summary>
    public const string Prefix = "exp";

    /// <summary>The practice, and the partition of the list rows, newest first.</summary>
    public const string Kind = "export";

    /// <inheritdoc/>
    public static string Practice => Kind;

    /// <inheritdoc/>
    public static Export Apply(Export? state, Recorded<ExportEvent> recorded) => recorded.Event switch
    {
        ExportRequested => new(
            recorded.Record, ExportState.Running, ExportProgress.None, null, recorded.At, recorded.At, null, null),
        ExportProgressed e => state! with { Progress = e.Progress, UpdatedAt = recorded.At },
        ExportCompleted e => state! with
        {
            State = ExportState.Completed,
            Progress = e.Progress,
            Sha256 = e.Sha256,
            UpdatedAt = recorded.At,
            CompletedAt = recorded.At,
            ExpiresAt = e.ExpiresAt,
        },
        ExportFailed => state! with { State = ExportState.Failed, UpdatedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Export state) =>
        [new(TableNames.Settings, Kind, RowKeys.NewestFirst(state.CreatedAt, state.Id), SettingsRow.Of(state))];
}

/// <summary>How far an export is.</summary>
/// <param name="Done">Kinds of what there is to be exported that are in it.</param>
/// <param name="Of">All of them; 0 before it has begun.</param>
/// <param name="Rows">Lines of its files.</param>
/// <param name="Bytes">Of the whole file as it is now.</param>
public sealed record ExportProgress(int Done, int Of, long Files, long Rows, long Bytes)
{
    /// <summary>Nothing yet.</summary>
    public static ExportProgress None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>How an export stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExportState>))]
public enum ExportState
{
    /// <summary>It is being made.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>It can be downloaded until it expires.</summary>
    [JsonStringEnumMemberName("completed")] Completed,
    /// <summary>It could not be made, in many tries.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    /// <summary>It can be downloaded no more. Never stored: it follows from the time.</summary>
    [JsonStringEnumMemberName("expired")] Expired,
}

/// <summary>What happens to an export.</summary>
public abstract record ExportEvent;

/// <summary>Somebody asked for it. Always the first event.</summary>
[EventType("export.requested")]
public sealed record ExportRequested : ExportEvent;

/// <summary>So much of it is written.</summary>
[EventType("export.progressed")]
public sealed record ExportProgressed(ExportProgress Progress) : ExportEvent;

/// <summary>It can be downloaded.</summary>
[EventType("export.completed")]
public sealed record ExportCompleted(ExportProgress Progress, string Sha256, Instant ExpiresAt) : ExportEvent;

/// <summary>It could not be made. Another may be asked for.</summary>
[EventType("export.failed")]
public sealed record ExportFailed : ExportEvent;

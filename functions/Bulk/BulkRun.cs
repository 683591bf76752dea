using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Bulk;

/// <summary>Many commands that came in one request, and how far they are.</summary>
/// <param name="Items">Where they are written down: the partition's rows of this fingerprint.</param>
/// <param name="Of">How many there are.</param>
public sealed record BulkRun(
    RecordId Id, string Items, int Of, BulkCaller Caller, BulkState State, int Done, int Succeeded, int Failed,
    Instant CreatedAt, Instant? CompletedAt, Actor By) : IRecord<BulkRun, BulkEvent>
{
    /// <summary>The prefix of ids.</summary>
    public const string Prefix = "blk";

    /// <inheritdoc/>
    public static string Practice => "bulk";

    /// <inheritdoc/>
    public static BulkRun Apply(BulkRun? state, Recorded<BulkEvent> recorded) => recorded.Event switch
    {
        BulkAccepted e => new(
            recorded.Record, e.Items, e.Of, e.Caller, BulkState.Running, 0, 0, 0, recorded.At, null, recorded.By),
        BulkProgressed e => state! with { Done = e.Done, Succeeded = e.Succeeded, Failed = e.Failed },
        BulkCompleted e => state! with { State = e.State, CompletedAt = recorded.At },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <summary>Theirs, and those who see everything in the tenant.</summary>
    public static bool IsShownTo(Caller caller, BulkRun state) =>
        caller.Role is Role.Admin or Role.Auditor || state.By == caller.Actor;
}

/// <summary>Who asked: their rights are those they have when an item's turn comes.</summary>
/// <param name="IsKey">Whether the credential is an API key, which is looked at again; other credentials are as they
/// were.</param>
public sealed record BulkCaller(string KeyId, bool IsKey, Role Role, EmailAddress? Person, IReadOnlyList<string>? Groups);

/// <summary>What happens to a bulk.</summary>
public abstract record BulkEvent;

/// <summary>Many commands were asked for. Always the first event.</summary>
[EventType("bulk.accepted")]
public sealed record BulkAccepted(string Items, int Of, BulkCaller Caller) : BulkEvent;

/// <summary>So many were tried by now.</summary>
[EventType("bulk.progressed")]
public sealed record BulkProgressed(int Done, int Succeeded, int Failed) : BulkEvent;

/// <summary>All were tried, or it ended before.</summary>
[EventType("bulk.completed")]
public sealed record BulkCompleted(BulkState State) : BulkEvent;

/// <summary>How a bulk stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkState>))]
public enum BulkState
{
    /// <summary>Commands are being tried.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>Every command was tried; each result says what came of it.</summary>
    [JsonStringEnumMemberName("completed")] Completed,
    /// <summary>It ended early, after many tries; what was done stays done.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

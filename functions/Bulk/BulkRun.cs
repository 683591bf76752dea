using System.Text.Json.Serialization;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Bulk;

/// <summary>Many commands that came in one request, and how far they are.</summary>
/// <param name="Items">Where they are written down: the partition's rows of this fingerprint.</param>
/// <param name="Of">How many there are.</param>
/// <param name="UpdatedAt">When it went on last.</param>
/// <param name="Stopped">Why the rest was not tried; null when all was.</param>
public sealed record BulkRun(
    RecordId Id, string Items, int Of, BulkCaller Caller, BulkState State, int Done, int Succeeded, int Failed,
    Instant CreatedAt, Instant? CompletedAt, Actor By, Instant? UpdatedAt = null, BulkProblem? Stopped = null)
    : IRecord<BulkRun, BulkEvent>
{
    /// <summary>The prefix of ids.</summary>
    public const string Prefix = "blk";

    /// <summary>The partition of the rows of those that run.</summary>
    public const string RunningPartition = "running-bulk";

    /// <summary>One that did not move for so long is lost.</summary>
    private static readonly Duration Lost = Duration.FromDays(1);

    /// <inheritdoc/>
    public static string Practice => "bulk";

    /// <inheritdoc/>
    public static BulkRun Apply(BulkRun? state, Recorded<BulkEvent> recorded) => recorded.Event switch
    {
        BulkAccepted e => new(
            recorded.Record, e.Items, e.Of, e.Caller, BulkState.Running, 0, 0, 0, recorded.At, null, recorded.By,
            recorded.At),
        BulkProgressed e => state! with
        {
            Done = e.Done,
            Succeeded = e.Succeeded,
            Failed = e.Failed,
            UpdatedAt = recorded.At,
        },
        BulkCompleted e => state! with
        {
            State = e.State,
            Stopped = e.Stopped,
            CompletedAt = recorded.At,
            UpdatedAt = recorded.At,
        },
        _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
    };

    /// <summary>A row as long as it runs: how many a tenant has is a query over few.</summary>
    public static IEnumerable<ListRow> Rows(BulkRun state) => state.State == BulkState.Running
        ? [new(TableNames.Lookups, RunningPartition, state.Id.Value, new Dictionary<string, object>
        {
            [nameof(UpdatedAt)] = (state.UpdatedAt ?? state.CreatedAt).ToDateTimeOffset(),
        })]
        : [];

    /// <summary>Whether the bulk of a row goes on.</summary>
    public static bool IsUnderWay(TableEntity row, Instant now) =>
        row.GetDateTimeOffset(nameof(UpdatedAt)) is { } at && now - Instant.FromDateTimeOffset(at) < Lost;

    /// <summary>Theirs, and those who see everything in the tenant.</summary>
    public static bool IsShownTo(Caller caller, BulkRun state) =>
        caller.Role is Role.Admin or Role.Auditor || state.By == caller.Actor;
}

/// <summary>Who asked: their rights are those they have when an item's turn comes.</summary>
/// <param name="IsKey">Whether the credential is an API key; otherwise it is an access token.</param>
/// <param name="ExpiresAt">When the token ends; null for a key.</param>
/// <param name="Issuer">Who gave the token; null for a key.</param>
public sealed record BulkCaller(
    string KeyId, bool IsKey, Role Role, EmailAddress? Person, IReadOnlyList<string>? Groups,
    Instant? ExpiresAt = null, string? Issuer = null)
{
    /// <summary>Who sends a request.</summary>
    public static BulkCaller Of(Caller caller) => new(
        caller.KeyId, !caller.IsToken, caller.Role, caller.Person, caller.Groups is { } groups ? [.. groups] : null,
        caller.ExpiresAt, caller.Issuer);
}

/// <summary>What happens to a bulk.</summary>
public abstract record BulkEvent;

/// <summary>Many commands were asked for. Always the first event.</summary>
[EventType("bulk.accepted")]
public sealed record BulkAccepted(string Items, int Of, BulkCaller Caller) : BulkEvent;

/// <summary>So many were tried by now.</summary>
[EventType("bulk.progressed")]
public sealed record BulkProgressed(int Done, int Succeeded, int Failed) : BulkEvent;

/// <summary>All were tried, or it ended before.</summary>
/// <param name="Stopped">Why the rest was not tried; null when all was.</param>
[EventType("bulk.completed")]
public sealed record BulkCompleted(BulkState State, BulkProblem? Stopped = null) : BulkEvent;

/// <summary>How a bulk stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkState>))]
public enum BulkState
{
    /// <summary>Commands are being tried.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>Every command has a result that says what came of it.</summary>
    [JsonStringEnumMemberName("completed")] Completed,
    /// <summary>It ended early, after many tries; what was done stays done.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">The header <c>webhook-id</c>: the same on every attempt.</param>
/// <param name="Webhook">The key of the webhook.</param>
/// <param name="Event">The type of the event.</param>
/// <param name="Record">What it happened to; null for a test.</param>
/// <param name="NextAttemptAt">Not to be posted before; null for at once, and when it has ended.</param>
/// <param name="Round">0, and one more each time it is replayed.</param>
/// <param name="Tries">Attempts of this round.</param>
/// <param name="Attempts">The latest, newest last.</param>
/// <param name="Reason">Why it is discarded, or failed for good; null otherwise.</param>
public sealed record Delivery(
    RecordId Id, string Webhook, string Event, RecordId? Record, DeliveryState State, Instant CreatedAt,
    Instant? NextAttemptAt, int Round, int Tries, IReadOnlyList<DeliveryAttempt> Attempts, string? Reason)
{
    /// <summary>The prefix of deliveries' ids.</summary>
    public const string Prefix = "whd";

    private const int MostAttemptsKept = 20;

    /// <summary>The command that asked for the latest replay.</summary>
    public CommandId? ReplayedBy { get; init; }

    /// <summary>A new one.</summary>
    public static Delivery Of(RecordId id, string webhook, string eventType, RecordId? record, Instant at) => new(
        id, webhook, eventType, record, DeliveryState.Pending, at, null, 0, 0, [], null);

    /// <summary>After an attempt: delivered, to be tried again, or failed.</summary>
    public Delivery After(DeliveryAttempt attempt, Duration? asked) => attempt switch
    {
        { IsTaken: true } => Noted(attempt) with { State = DeliveryState.Delivered, NextAttemptAt = null },
        { IsGone: true } => Noted(attempt) with
        {
            State = DeliveryState.Failed,
            NextAttemptAt = null,
            Reason = attempt.Error,
        },
        _ when RetrySchedule.After(Tries + 1, asked) is { } wait =>
            Noted(attempt) with { State = DeliveryState.Pending, NextAttemptAt = attempt.At + wait },
        _ => Noted(attempt) with { State = DeliveryState.Failed, NextAttemptAt = null, Reason = attempt.Error },
    };

    /// <summary>It is not posted any more.</summary>
    public Delivery Discarded(string reason) =>
        this with { State = DeliveryState.Discarded, NextAttemptAt = null, Reason = reason };

    /// <summary>It is not tried again.</summary>
    public Delivery Ended() => State == DeliveryState.Pending
        ? this with { State = DeliveryState.Failed, NextAttemptAt = null, Reason = Attempts[^1].Error }
        : this;

    /// <summary>It is posted anew, with the same id and the same body.</summary>
    public Delivery Replayed(CommandId by) => this with
    {
        State = DeliveryState.Pending,
        NextAttemptAt = null,
        Round = Round + 1,
        Tries = 0,
        Reason = null,
        ReplayedBy = by,
    };

    private Delivery Noted(DeliveryAttempt attempt) => this with
    {
        Tries = Tries + 1,
        Reason = null,
        Attempts = [.. Attempts.TakeLast(MostAttemptsKept - 1), attempt],
    };
}

/// <summary>How far a delivery is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    /// <summary>It waits to be posted, for the first time or again.</summary>
    [JsonStringEnumMemberName("pending")] Pending,
    /// <summary>The receiver took it.</summary>
    [JsonStringEnumMemberName("delivered")] Delivered,
    /// <summary>The receiver did not take it in all its tries.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    /// <summary>The webhook was disabled or deleted before.</summary>
    [JsonStringEnumMemberName("discarded")] Discarded,
}

/// <summary>One attempt to post.</summary>
/// <param name="Status">What the receiver answered; null when it did not.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Error">Why it was not taken; null when it was.</param>
public sealed record DeliveryAttempt(Instant At, int? Status, long Milliseconds, string? Error)
{
    private const int Gone = 410;

    /// <summary>Whether the receiver took it.</summary>
    [JsonIgnore]
    public bool IsTaken => Error is null;

    /// <summary>Whether the receiver wants nothing more (Standard Webhooks 1.0).</summary>
    [JsonIgnore]
    public bool IsGone => Status == Gone;
}

using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>A delivery as callers see it.</summary>
/// <param name="Id">The header <c>webhook-id</c> of every attempt.</param>
/// <param name="Attempts">The latest twenty, newest last.</param>
/// <param name="Reason">Why it failed or was discarded; null otherwise.</param>
public sealed record DeliveryView(
    RecordId Id, string Webhook, string Event, RecordId? Record, DeliveryState State, Instant CreatedAt,
    Instant? NextAttemptAt, IReadOnlyList<DeliveryAttempt> Attempts, string? Reason)
{
    /// <summary>The delivery without what it posts.</summary>
    public static DeliveryView Of(Delivery delivery) => new(
        delivery.Id, delivery.Webhook, delivery.Event, delivery.Record, delivery.State, delivery.CreatedAt,
        delivery.NextAttemptAt, delivery.Attempts, delivery.Reason);
}

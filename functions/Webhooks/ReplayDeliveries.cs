using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>An admin wants the deliveries of a time posted again, for example after a receiver was down.</summary>
/// <param name="To">The first instant after; null for now.</param>
/// <param name="All">Also those that were delivered; without it those that failed or were discarded.</param>
public sealed record ReplayDeliveries(Instant? From, Instant? To, bool? All) : IBody<ReplayDeliveries>
{
    /// <summary>How many are looked at in one call.</summary>
    public const int Most = 1_000;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ReplayDeliveries body) =>
    [
        .. Check.Present("/from", body.From),
        .. Check.That(
            body.To is null || body.From is null || body.From < body.To, "/to", "order",
            "/to is not after /from."),
    ];

    /// <summary>Whether one in this state is meant. What is on its way is not.</summary>
    public bool Takes(DeliveryState state) =>
        state is DeliveryState.Failed or DeliveryState.Discarded || (All == true && state == DeliveryState.Delivered);
}

/// <summary>What a replay of several did.</summary>
/// <param name="Count">How many are posted again.</param>
/// <param name="To">Where to go on, as <c>to</c> of another call, when there are older ones; null when there are
/// none.</param>
public sealed record ReplayedDeliveries(int Count, Instant? To);

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>What became of a message at the door: it is kept, or it is no event of PagerDuty's.</summary>
/// <param name="Kept">The receipt; null when there is none.</param>
/// <param name="DedupKey">For senders that speak PagerDuty's language; null for all others.</param>
public sealed record Delivery(DeliveryView? Kept, string? DedupKey, ImmutableArray<string> Errors)
{
    /// <summary>A message that is kept.</summary>
    public static Delivery Of(Receipt receipt, AlertMessage message) => new(
        DeliveryView.Of(receipt),
        receipt.Format == IntakeFormat.PagerDuty ? PagerDutyDoor.KeyOf(message with { Id = receipt.Id.Value }) : null, []);

    /// <summary>An event that PagerDuty would refuse.</summary>
    public static Delivery Invalid(params ImmutableArray<string> errors) => new(null, null, errors);

    /// <summary>202 and the receipt, or PagerDuty's own answer.</summary>
    internal static IResult Answer(Delivery delivery) => (delivery.Kept, delivery.DedupKey) switch
    {
        (null, _) => new JsonAnswer(StatusCodes.Status400BadRequest, new PagerDutyRefused(delivery.Errors)),
        (_, { } key) => new JsonAnswer(StatusCodes.Status202Accepted, new PagerDutyAccepted(key)),
        var (kept, _) => new JsonAnswer(StatusCodes.Status202Accepted, kept),
    };
}

/// <summary>PagerDuty's answer to an event that is taken.</summary>
public sealed record PagerDutyAccepted([property: JsonPropertyName("dedup_key")] string DedupKey)
{
    /// <summary>Always <c>success</c>.</summary>
    public string Status => "success";

    /// <summary>Always the same.</summary>
    public string Message => "Event processed";
}

/// <summary>PagerDuty's answer to an event that is none.</summary>
public sealed record PagerDutyRefused(ImmutableArray<string> Errors)
{
    /// <summary>Always <c>invalid event</c>.</summary>
    public string Status => "invalid event";

    /// <summary>Always the same.</summary>
    public string Message => "Event object is invalid";
}

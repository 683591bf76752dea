using System.Collections.Immutable;
using System.Text.Json.Serialization;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Intake;

/// <summary>What became of a message at the door: it is kept, or it is no event of PagerDuty's.</summary>
/// <param name="Kept">The receipt; null when there is none.</param>
/// <param name="DedupKey">For senders that speak PagerDuty's language; null for all others.</param>
public sealed record Delivery(DeliveryView? Kept, string? DedupKey, ImmutableArray<string> Errors)
{
    /// <summary>Why a provider is told not to send it again; null when it is kept.</summary>
    public Problem? Refusal { get; private init; }

    /// <summary>Of the answer.</summary>
    public int Status { get; private init; } = StatusCodes.Status202Accepted;

    /// <summary>A message that is kept.</summary>
    public static Delivery Of(Receipt receipt, AlertMessage message) => new(
        DeliveryView.Of(receipt),
        receipt.Format == IntakeFormat.PagerDuty ? PagerDutyDoor.KeyOf(message with { Id = receipt.Id.Value }) : null, [])
    {
        Status = receipt.Format is IntakeFormat.Mailgun or IntakeFormat.Postmark
            ? StatusCodes.Status200OK // All else they take for a failure, and send again.
            : StatusCodes.Status202Accepted,
    };

    /// <summary>A message that is refused for what it is: the same again would be refused again.</summary>
    /// <remarks>Mailgun stops at 406 (documentation.mailgun.com, routes), Postmark at 403 (postmarkapp.com, inbound
    /// webhook retries), SendGrid at anything below 500.</remarks>
    public static Outcome<Delivery> Refused(IntakeFormat format, Problem problem) => format switch
    {
        IntakeFormat.Mailgun => Told(problem, StatusCodes.Status406NotAcceptable),
        IntakeFormat.Postmark => Told(problem, StatusCodes.Status403Forbidden),
        _ => problem,
    };

    /// <summary>An event that PagerDuty would refuse.</summary>
    public static Delivery Invalid(params ImmutableArray<string> errors) => new(null, null, errors);

    /// <summary>202 and the receipt, or PagerDuty's own answer.</summary>
    internal static IResult Answer(Delivery delivery) => (delivery.Kept, delivery.DedupKey) switch
    {
        _ when delivery.Refusal is { } refusal => new ProblemAnswer(refusal, delivery.Status),
        (null, _) => new JsonAnswer(StatusCodes.Status400BadRequest, new PagerDutyRefused(delivery.Errors)),
        (_, { } key) => new JsonAnswer(StatusCodes.Status202Accepted, new PagerDutyAccepted(key)),
        var (kept, _) => new JsonAnswer(delivery.Status, kept),
    };

    private static Delivery Told(Problem problem, int status) => new(null, null, []) { Refusal = problem, Status = status };
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

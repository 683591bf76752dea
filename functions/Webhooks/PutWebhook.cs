using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Webhooks;

/// <summary>An admin makes or replaces a webhook.</summary>
/// <param name="Url">Where events are posted to: https, and in the open Internet.</param>
/// <param name="Events">Types, <c>kind.*</c> or <c>*</c>; 1 to 50.</param>
/// <param name="Secret">24 to 100 visible ASCII characters: <c>whsec_</c> and the base64 of the key, or any other text;
/// null for the one it has, or a new one.</param>
/// <param name="Payload"><c>full</c> (default) or <c>thin</c>.</param>
public sealed record PutWebhook(string? Url, IReadOnlyList<string>? Events, string? Secret, PayloadKind? Payload)
    : IBody<PutWebhook>
{
    private const int LongestUrl = 2_048;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutWebhook body) =>
    [
        .. Check.Text("/url", body.Url, 1, LongestUrl),
        .. Check.Present("/events", body.Events),
        .. Check.Count("/events", body.Events, 1, 50),
        .. Check.Each("/events", body.Events, Event),
        .. body.Secret is null ? [] : Check.Text("/secret", body.Secret, 24, 100),
        .. Check.That(
            body.Secret?.All(c => c is > ' ' and < '\x7f') is not false, "/secret", "secret",
            "/secret has characters that are not visible ASCII."),
    ];

    /// <summary>The whole webhook is replaced; its keys stay, unless another secret is given.</summary>
    /// <param name="before">As it is; null for a new one.</param>
    /// <param name="flaw">What is wrong with the address; null when events may go there.</param>
    /// <param name="fresh">New keys, with the secret that is given if one is.</param>
    public static Decision<WebhookEvent> Decide(
        string key, Webhook? before, PutWebhook body, string? flaw, WebhookKeys fresh, Instant at)
    {
        var keys = before is null ? fresh : body.Secret is null ? before.Keys : before.Keys.Rotated(fresh.Secret, at);
        FieldError[] errors =
        [
            .. Check.Key("key", key),
            .. flaw is null ? [] : new FieldError[] { new("/url", "not_allowed", $"/url {flaw}.") },
        ];
        return errors.Length > 0
            ? Problem.Validation([.. errors])
            : new WebhookPut(
                key, body.Url!, [.. body.Events!.Distinct(StringComparer.Ordinal)], body.Payload ?? PayloadKind.Full, keys);
    }

    private static IEnumerable<FieldError> Event(string pointer, string pattern) => Check.That(
        EventPattern.IsKnown(pattern ?? ""), pointer, "unknown_event",
        $"{pointer} is {pattern}; no event of docs/events.md has such a name.");
}

using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>PagerDuty's Events API v2 (developer.pagerduty.com, events-api-v2): what many tools can send.</summary>
internal static class PagerDutyEvents
{
    private const int LongestKey = 255;

    /// <summary>What is wrong with an event, in PagerDuty's words; nothing when it is one.</summary>
    public static IReadOnlyList<string> Errors(JsonElement root) =>
    [
        .. Unless(Status(root) is not null,
            "'event_action' is missing or is not one of 'trigger', 'acknowledge', 'resolve'"),
        .. Unless(root.Text("dedup_key") is not { Length: > LongestKey }, "'dedup_key' is longer than 255 characters"),
        .. Unless(Status(root) is null or AlertStatus.Firing || root.Text("dedup_key") is not null,
            "'dedup_key' is missing"),
        .. Status(root) == AlertStatus.Firing ? PayloadErrors(root.Look("payload")) : [],
    ];

    /// <summary>The dedupe key; one of the message's own when it has none.</summary>
    public static string KeyOf(JsonElement root, AlertMessage message) => root.Text("dedup_key") ?? message.Id;

    public static AlertReading Read(JsonElement root, AlertMessage message)
    {
        if (Errors(root) is [var error, ..]) return new AlertReading.Refused($"invalid_event: {error}");
        var payload = root.Look("payload");
        return AlertText.Alert(
            KeyOf(root, message), Status(root)!.Value, payload.Text("summary"), Details(payload), Client(root)) with
        {
            Severity = AlertWords.SeverityOf(payload.Text("severity")),
            Service = AlertText.Service(payload.First("group", "component")),
            Items = AlertText.Items(payload.Text("source")),
            Tags = AlertText.Tags(payload.Text("class"), payload.Text("component")),
            Links = AlertText.Links(
            [
                .. root.Look("links").Items().Select(link => (link.Text("href"), link.Text("text"))),
                .. root.Look("images").Items().Select(image => (image.First("href", "src"), image.Text("alt"))),
                (root.Text("client_url"), root.Text("client")),
            ]),
            OccurredAt = AlertText.Time(payload.Text("timestamp")),
        };
    }

    private static AlertStatus? Status(JsonElement root) => root.Text("event_action") switch
    {
        "trigger" => AlertStatus.Firing,
        "acknowledge" => AlertStatus.Acknowledged,
        "resolve" => AlertStatus.Resolved,
        _ => null,
    };

    private static IEnumerable<string> PayloadErrors(JsonElement payload) =>
    [
        .. Unless(payload.Text("summary") is not null, "'payload.summary' is missing or blank"),
        .. Unless(payload.Text("source") is not null, "'payload.source' is missing or blank"),
        .. Unless(payload.Text("severity") is "critical" or "error" or "warning" or "info",
            "'payload.severity' is missing or is not one of 'critical', 'error', 'warning', 'info'"),
    ];

    private static string? Details(JsonElement payload)
    {
        var details = payload.Look("custom_details");
        return details.Text() ?? string.Join('\n', details.Pairs().Select(pair => $"{pair.Key}: {pair.Value}"));
    }

    private static string? Client(JsonElement root) => root.Text("client") is { } client ? $"Sent by {client}." : null;

    private static IEnumerable<string> Unless(bool holds, string error) => holds ? [] : [error];
}

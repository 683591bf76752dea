using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>An object that uses the plain names which most senders use for an alert.</summary>
internal static class PlainAlerts
{
    /// <summary>A body of its own: <c>key</c> and <c>title</c> must be there by one of their names.</summary>
    public static AlertReading Read(JsonElement root, AlertMessage message)
    {
        if (TitleOf(root) is null) return AlertReading.Lacks("/title");
        if (StatusIn(root) == AlertStatus.Resolved && KeyOf(root) is null) return AlertReading.Lacks("/key");
        return Alert(root, KeyOf(root) ?? message.Id, StatusIn(root) ?? AlertStatus.Firing, null);
    }

    /// <summary>The alert's own key; null when it has none.</summary>
    public static string? KeyOf(JsonElement data) => data.First(
        "key", "dedupKey", "dedup_key", "deduplicationKey", "deduplication_key", "alertKey", "alert_key", "fingerprint");

    /// <summary>The state it is in; null when it does not say.</summary>
    public static AlertStatus? StatusIn(JsonElement data) =>
        AlertWords.StatusOf(data.First("status", "state", "action"));

    /// <summary>The alert, with what the envelope says where the object does not.</summary>
    public static Alert Alert(JsonElement data, string key, AlertStatus status, string? title) =>
        AlertText.Alert(key, status, TitleOf(data) ?? title, data.First("description", "details", "body", "text")) with
        {
            Severity = AlertWords.SeverityOf(data.First("severity", "priority", "level")),
            Service = AlertText.Service(data.Text("service")),
            Items = AlertText.Items(data.First("host", "resource", "item", "device")),
            Tags = AlertText.Tags(data.Look("tags").Items().Select(tag => tag.Text())),
            Links = AlertText.Links((data.First("url", "link", "href"), null)),
            OccurredAt = AlertText.Time(data.First("occurredAt", "time", "timestamp", "date")),
        };

    private static string? TitleOf(JsonElement data) => data.First("title", "summary", "subject", "name", "message");
}

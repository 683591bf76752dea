using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Datadog lets the receiver choose the body; this is the one that docs/intake.md publishes.</summary>
internal static class DatadogEvents
{
    public static AlertReading Read(JsonElement root)
    {
        if (root.Text("deduplication_key") is not { } key) return AlertReading.Lacks("/deduplication_key");
        if (Status(root.Text("alert_transition")) is not { } status) return AlertReading.Lacks("/alert_transition");
        return AlertText.Alert(key, status, root.Text("title"), root.Text("description"), root.Text("status")) with
        {
            Severity = AlertWords.SeverityOf(root.Text("priority")) ?? Graded(root.Text("alert_transition")),
            Service = AlertText.Service(Tag(root, "service")),
            Items = AlertText.Items(root.Text("host")),
            Tags = AlertText.Tags(Tags(root)),
            Links = AlertText.Links((root.Text("link"), "Datadog"), (root.Text("snapshot"), "Snapshot")),
            OccurredAt = AlertText.Time(root.Text("date")),
            MessageId = root.Text("id"),
        };
    }

    /// <summary>The values of <c>$ALERT_TRANSITION</c>.</summary>
    private static AlertStatus? Status(string? transition) => transition switch
    {
        "Triggered" or "Re-Triggered" or "No Data" or "Re-No Data" or "Warn" or "Re-Warn" or "Renotify" =>
            AlertStatus.Firing,
        "Recovered" => AlertStatus.Resolved,
        _ => null,
    };

    private static Severity? Graded(string? transition) =>
        transition is "Warn" or "Re-Warn" ? Severity.Warning : null;

    private static IEnumerable<string> Tags(JsonElement root) =>
        (root.Text("tags") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Tag(JsonElement root, string name) => Tags(root)
        .FirstOrDefault(tag => tag.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..];
}

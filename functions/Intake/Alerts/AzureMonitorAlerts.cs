using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Azure Monitor's common alert schema (learn.microsoft.com, alerts-common-schema).</summary>
internal static class AzureMonitorAlerts
{
    private const string Schema = "azureMonitorCommonAlertSchema";

    /// <summary>Whether an object is of the schema.</summary>
    public static bool Is(JsonElement root) => root.Text("schemaId") == Schema;

    /// <summary>One alert; its id is the same when it fires and when it is resolved.</summary>
    public static AlertReading Read(JsonElement root)
    {
        if (!Is(root))
            return new AlertReading.Refused($"unknown_schema: /schemaId is not {Schema}; turn the common schema on");
        var essentials = root.Look("data", "essentials");
        if (essentials.Text("alertId") is not { } key) return AlertReading.Lacks("/data/essentials/alertId");
        if (Status(essentials.Text("monitorCondition")) is not { } status)
            return AlertReading.Lacks("/data/essentials/monitorCondition");
        return AlertText.Alert(
            key, status, essentials.Text("alertRule"), essentials.Text("description"), Context(root)) with
        {
            Severity = AlertWords.SeverityOf(essentials.Text("severity")),
            Service = AlertText.Service(root.Text("data", "customProperties", "service")),
            Items = AlertText.Items(Items(essentials)),
            Tags = AlertText.Tags(essentials.Text("signalType"), essentials.Text("monitoringService")),
            Links = AlertText.Links((essentials.Text("investigationLink"), "Investigate")),
            OccurredAt = AlertText.Time(essentials.Text(
                status == AlertStatus.Resolved ? "resolvedDateTime" : "firedDateTime")),
        };
    }

    private static AlertStatus? Status(string? condition) => condition switch
    {
        "Fired" => AlertStatus.Firing,
        "Resolved" => AlertStatus.Resolved,
        _ => null,
    };

    /// <summary>Names where there are some, else the last parts of the resource ids.</summary>
    private static IEnumerable<string?> Items(JsonElement essentials)
    {
        var named = essentials.Look("configurationItems").Items().Select(item => item.Text()).OfType<string>().ToList();
        return named.Count > 0
            ? named
            : essentials.Look("alertTargetIDs").Items().Select(target => target.Text()?.Split('/')[^1]);
    }

    /// <summary>What was measured, for those who look at the incident first.</summary>
    private static string Context(JsonElement root) => string.Join('\n',
        root.Look("data", "alertContext", "condition", "allOf").Items().Select(condition =>
            $"{condition.First("metricName", "searchQuery")} {condition.Text("operator")} {condition.Text("threshold")}" +
            $" (value {condition.Text("metricValue")})")
        .Concat(root.Look("data", "customProperties").Pairs().Select(pair => $"{pair.Key}: {pair.Value}")));
}

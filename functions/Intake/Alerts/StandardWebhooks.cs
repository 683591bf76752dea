using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Standard Webhooks (standardwebhooks.com): <c>{type, timestamp, data}</c>; the data is a plain
/// alert.</summary>
internal static class StandardWebhooks
{
    private const string IdHeader = "webhook-id";

    public static AlertReading Read(JsonElement root, AlertMessage message)
    {
        if (root.Text("type") is not { } type) return AlertReading.Lacks("/type");
        var data = root.Look("data");
        if (data.ValueKind != JsonValueKind.Object) return AlertReading.Lacks("/data");
        var key = PlainAlerts.KeyOf(data) ?? data.Text("id") ?? message.Id;
        var alert = PlainAlerts.Alert(data, key, StatusOf(data, type), type);
        return alert with
        {
            OccurredAt = alert.OccurredAt ?? AlertText.Time(root.Text("timestamp")),
            MessageId = message.Header(IdHeader),
        };
    }

    /// <summary>What the data says, else the last part of the type: <c>monitor.resolved</c>.</summary>
    public static AlertStatus StatusOf(JsonElement data, string type) =>
        PlainAlerts.StatusIn(data) ?? AlertWords.StatusOf(type.Split('.', '/', ':')[^1]) ?? AlertStatus.Firing;
}

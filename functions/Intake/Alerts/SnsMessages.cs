using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Messages of Amazon SNS (docs.aws.amazon.com, sns-message-and-json-formats). The signature was checked at
/// the door.</summary>
/// <remarks>A message that is a CloudWatch alarm is read as one; an alert of PagerDuty's or plain shape as that; any
/// other text is an alert of its own.</remarks>
internal static class SnsMessages
{
    public static AlertReading Read(JsonElement root, AlertMessage message) => root.Text("Type") switch
    {
        "Notification" => Notification(root, message),
        "SubscriptionConfirmation" => Confirmation(root.Text("SubscribeURL")),
        "UnsubscribeConfirmation" => new AlertReading.Nothing("unsubscribed"),
        _ => AlertReading.Lacks("/Type"),
    };

    private static AlertReading Confirmation(string? url) =>
        url is not null && SnsHosts.IsAllowed(url, out var address)
            ? new AlertReading.Confirm(address)
            : new AlertReading.Refused("forbidden_host: /SubscribeURL is no address of Amazon SNS");

    private static AlertReading Notification(JsonElement root, AlertMessage message)
    {
        if (root.Text("MessageId") is not { } id) return AlertReading.Lacks("/MessageId");
        if (root.Text("Message") is not { } text) return AlertReading.Lacks("/Message");
        using var inner = Inner(text);
        var reading = inner?.RootElement is not { ValueKind: JsonValueKind.Object } data ? Text(root, id, text)
            : data.Text("AlarmName") is { } name ? CloudWatchAlarm(data, name)
            : PlainAlerts.KeyOf(data) is null ? Text(root, id, text)
            : PlainAlerts.Read(data, message);
        return reading is AlertReading.Alerts { All: [var alert] }
            ? alert with { MessageId = id, OccurredAt = alert.OccurredAt ?? AlertText.Time(root.Text("Timestamp")) }
            : reading;
    }

    private static AlertReading CloudWatchAlarm(JsonElement alarm, string name)
    {
        if (alarm.Text("NewStateValue") is not ("ALARM" or "OK"))
            return new AlertReading.Nothing($"alarm_state: {AlertText.Line(alarm.Text("NewStateValue"), 64)}");
        var status = alarm.Text("NewStateValue") == "OK" ? AlertStatus.Resolved : AlertStatus.Firing;
        var key = alarm.Text("AlarmArn") ?? $"{alarm.Text("AWSAccountId")}|{alarm.Text("Region")}|{name}";
        return AlertText.Alert(key, status, name, alarm.Text("AlarmDescription"), alarm.Text("NewStateReason")) with
        {
            Items = AlertText.Items(
                alarm.Look("Trigger", "Dimensions").Items().Select(dimension => dimension.First("value", "Value"))),
            Tags = AlertText.Tags(alarm.Text("Trigger", "Namespace"), alarm.Text("Region")),
            OccurredAt = AlertText.Time(alarm.Text("StateChangeTime")),
        };
    }

    private static Alert Text(JsonElement root, string id, string text) =>
        AlertText.Alert(id, AlertStatus.Firing, root.Text("Subject") ?? text.Split('\n')[0], text);

    private static JsonDocument? Inner(string text)
    {
        if (!text.TrimStart().StartsWith('{')) return null;
        try
        {
            return JsonDocument.Parse(text, AlertReader.Options);
        }
        catch (JsonException)
        {
            return null; // Then it is a text that begins with a brace.
        }
    }
}

using System.Text.Json;
using ItsmServerless.Intake.Alerts;

namespace ItsmServerless.Intake;

/// <summary>What has to be read of PagerDuty's events at once, because its answer says it.</summary>
internal static class PagerDutyDoor
{
    /// <summary>The routing key, which is the token of a source; null when the body has none.</summary>
    public static string? RoutingKey(byte[] body) => Read(body, root => root.Text("routing_key"));

    /// <summary>The key that the event will have.</summary>
    public static string? KeyOf(AlertMessage message) =>
        Read(message.Body, root => PagerDutyEvents.KeyOf(root, message));

    /// <summary>What is wrong with the event; null when nothing is.</summary>
    public static Delivery? Refusal(AlertMessage message)
    {
        var errors = Read(message.Body, PagerDutyEvents.Errors) ?? ["the body is not a JSON object"];
        return errors.Count == 0 ? null : Delivery.Invalid([.. errors]);
    }

    private static T? Read<T>(ReadOnlyMemory<byte> body, Func<JsonElement, T?> read) where T : class
    {
        try
        {
            using var json = JsonDocument.Parse(body, AlertReader.Options);
            return json.RootElement.ValueKind == JsonValueKind.Object ? read(json.RootElement) : null;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // No JSON, or texts that are none.
        }
    }
}

using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace ItsmServerless.Intake.Alerts;

/// <summary>CloudEvents 1.0 over HTTP (github.com/cloudevents/spec, http-protocol-binding): binary, structured and
/// batched.</summary>
/// <remarks>What an event is about is its source and subject; data that has a key of its own, or is an alert of Azure
/// Monitor, knows better.</remarks>
internal static class CloudEvents
{
    public const string Structured = "application/cloudevents+json";
    public const string Batch = "application/cloudevents-batch+json";
    private const string Prefix = "ce-";

    public static AlertReading Read(AlertMessage message)
    {
        if (message.Header(Prefix + "specversion") is not null) return Binary(message);
        using var json = JsonDocument.Parse(message.Body, AlertReader.Options);
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Array ? Batched(root) : One(root, "");
    }

    /// <summary>Names an event once and for all; null when it has no source or id.</summary>
    public static string? NameOf(string? source, string? id) =>
        source is null || id is null ? null : $"{source}\n{id}";

    /// <summary>The attributes are headers (percent-encoded), the body is the data.</summary>
    private static AlertReading Binary(AlertMessage message)
    {
        using var data = IsJson(message) ? JsonDocument.Parse(message.Body, AlertReader.Options) : null;
        var text = data is null ? Encoding.UTF8.GetString(message.Body.Span) : null;
        return Alert(Attribute, data?.RootElement ?? default, text, "");

        string? Attribute(string name) =>
            message.Header(Prefix + name) is { Length: > 0 } value ? Uri.UnescapeDataString(value) : null;
    }

    private static bool IsJson(AlertMessage message) =>
        !message.Body.IsEmpty &&
        message.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != false;

    private static AlertReading Batched(JsonElement events)
    {
        var all = ImmutableArray.CreateBuilder<Alert>();
        foreach (var (index, one) in events.EnumerateArray().Index())
        {
            if (One(one, $"/{index}") is not AlertReading.Alerts read) return One(one, $"/{index}");
            all.AddRange(read.All);
        }
        return new AlertReading.Alerts(all.ToImmutable());
    }

    private static AlertReading One(JsonElement root, string pointer)
    {
        if (root.Text("data_base64") is not { } encoded)
            return Alert(name => root.Text(name), root.Look("data"), root.Look("data").Text(), pointer);
        var bytes = Convert.FromBase64String(encoded);
        return Alert(name => root.Text(name), default, Encoding.UTF8.GetString(bytes), pointer);
    }

    private static AlertReading Alert(Func<string, string?> attribute, JsonElement data, string? text, string pointer)
    {
        if (attribute("specversion") is not "1.0") return AlertReading.Lacks($"{pointer}/specversion");
        if (attribute("id") is not { } id) return AlertReading.Lacks($"{pointer}/id");
        if (attribute("source") is not { } source) return AlertReading.Lacks($"{pointer}/source");
        if (attribute("type") is not { } type) return AlertReading.Lacks($"{pointer}/type");
        var subject = attribute("subject");
        var alert = data.ValueKind == JsonValueKind.Object && AzureMonitorAlerts.Is(data)
            ? AzureMonitorAlerts.Read(data)
            : Plain(data, text, PlainAlerts.KeyOf(data) ?? $"{source}|{subject ?? id}", subject ?? type, type);
        if (alert is not AlertReading.Alerts { All: [var only] }) return alert;
        return only with
        {
            MessageId = NameOf(source, id),
            OccurredAt = only.OccurredAt ?? AlertText.Time(attribute("time")),
        };
    }

    private static Alert Plain(JsonElement data, string? text, string key, string title, string type)
    {
        var status = StandardWebhooks.StatusOf(data, type);
        var alert = PlainAlerts.Alert(data, key, status, title);
        return text is null ? alert : alert with { Description = AlertText.Alert(key, status, null, text).Description };
    }
}

using System.Text.Json;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Reads the message of any alert format. Never throws, whatever the bytes are.</summary>
public static class AlertReader
{
    /// <summary>Alerts of one message.</summary>
    public const int MostAlerts = 1_000;

    /// <summary>Strict where parsers differ (a member twice), lenient about what is not looked at.</summary>
    internal static readonly JsonDocumentOptions Options = new()
    {
        MaxDepth = Json.MaxDepth,
        AllowDuplicateProperties = false,
    };

    /// <summary>What the message says. Pure.</summary>
    /// <param name="mapping">For <see cref="IntakeFormat.Json"/>; without one, the plain names are looked for.</param>
    public static AlertReading Read(IntakeFormat format, AlertMessage message, AlertMapping? mapping = null)
    {
        try
        {
            return Bounded(Parse(format, message with { Body = WithoutMark(message.Body) }, mapping));
        }
        catch (JsonException broken)
        {
            return new AlertReading.Refused($"invalid_json: {broken.Message}");
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // Half surrogate pairs and bytes that are no UTF-8 show only when a text is taken out.
            return new AlertReading.Refused($"not_readable: {broken.Message}");
        }
    }

    private static AlertReading Parse(IntakeFormat format, AlertMessage message, AlertMapping? mapping)
    {
        if (format == IntakeFormat.CloudEvents) return CloudEvents.Read(message);
        if (format == IntakeFormat.Json && mapping is not null) return mapping.Read(message);
        using var json = JsonDocument.Parse(message.Body, Options);
        var root = json.RootElement;
        return root.ValueKind == JsonValueKind.Object
            ? Of(format, root, message)
            : new AlertReading.Refused($"not_an_object: the body is of type {root.ValueKind}");
    }

    private static AlertReading Of(IntakeFormat format, JsonElement root, AlertMessage message) => format switch
    {
        IntakeFormat.AzureMonitor => AzureMonitorAlerts.Read(root),
        IntakeFormat.Alertmanager or IntakeFormat.Grafana => PrometheusAlerts.Read(root),
        IntakeFormat.PagerDuty => PagerDutyEvents.Read(root, message),
        IntakeFormat.Datadog => DatadogEvents.Read(root),
        IntakeFormat.Sns => SnsMessages.Read(root, message),
        IntakeFormat.StandardWebhook => StandardWebhooks.Read(root, message),
        IntakeFormat.GitHub => GitHubIssues.Read(root, message),
        IntakeFormat.Json => PlainAlerts.Read(root, message),
        _ => throw new InvalidOperationException($"{format} is no format of alerts."),
    };

    private static AlertReading Bounded(AlertReading reading) => reading switch
    {
        AlertReading.Alerts { All.IsEmpty: true } => new AlertReading.Nothing("no_alerts"),
        AlertReading.Alerts { All.Length: > MostAlerts and var count } =>
            new AlertReading.Refused($"too_many_alerts: {count} are more than {MostAlerts}"),
        _ => reading,
    };

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith("\uFEFF"u8) ? body[3..] : body;
}

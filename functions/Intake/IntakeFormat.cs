using System.Text.Json.Serialization;

namespace ItsmServerless.Intake;

/// <summary>How the bodies of a source are read. docs/intake.md says how senders of each are set up.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntakeFormat>))]
public enum IntakeFormat
{
    /// <summary>A mail as it travels: RFC 5322 and MIME.</summary>
    [JsonStringEnumMemberName("mime")] Mime,
    /// <summary>Twilio SendGrid's Inbound Parse, parsed or raw.</summary>
    [JsonStringEnumMemberName("sendgrid")] SendGrid,
    /// <summary>Mailgun's routes, parsed or as MIME.</summary>
    [JsonStringEnumMemberName("mailgun")] Mailgun,
    /// <summary>Postmark's inbound webhook.</summary>
    [JsonStringEnumMemberName("postmark")] Postmark,
    /// <summary>The common alert schema of Azure Monitor.</summary>
    [JsonStringEnumMemberName("azure-monitor")] AzureMonitor,
    /// <summary>The webhook of Prometheus Alertmanager, version 4.</summary>
    [JsonStringEnumMemberName("alertmanager")] Alertmanager,
    /// <summary>The webhook of Grafana's alerting.</summary>
    [JsonStringEnumMemberName("grafana")] Grafana,
    /// <summary>CloudEvents 1.0 over HTTP.</summary>
    [JsonStringEnumMemberName("cloudevents")] CloudEvents,
    /// <summary>PagerDuty's Events API v2.</summary>
    [JsonStringEnumMemberName("pagerduty")] PagerDuty,
    /// <summary>Datadog with the template of docs/intake.md.</summary>
    [JsonStringEnumMemberName("datadog")] Datadog,
    /// <summary>Amazon SNS over HTTPS.</summary>
    [JsonStringEnumMemberName("sns")] Sns,
    /// <summary>Standard Webhooks 1.0.</summary>
    [JsonStringEnumMemberName("standard-webhook")] StandardWebhook,
    /// <summary>GitHub's webhook for issues.</summary>
    [JsonStringEnumMemberName("github")] GitHub,
    /// <summary>Any JSON, by a mapping.</summary>
    [JsonStringEnumMemberName("json")] Json,
}

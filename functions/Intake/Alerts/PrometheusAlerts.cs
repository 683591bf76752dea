using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Alerts;

/// <summary>The webhooks of Prometheus Alertmanager (version 4) and of Grafana, which took it over and added to it.
/// </summary>
/// <remarks>One alert of ours for each of a group, known by its fingerprint: several Alertmanagers of one cluster send
/// the same ones. <c>endsAt</c> is the year 1 while an alert fires.</remarks>
internal static class PrometheusAlerts
{
    private static readonly string[] Tagged =
        ["alertname", "cluster", "namespace", "environment", "env", "team", "job", "grafana_folder"];
    private static readonly string[] Located = ["instance", "host", "pod", "node", "device"];

    public static AlertReading Read(JsonElement root)
    {
        if (root.Text("version") is { } version and not ("4" or "1"))
            return new AlertReading.Refused($"unknown_version: /version {version} is neither 4 nor 1");
        var alerts = root.Look("alerts");
        if (alerts.ValueKind != JsonValueKind.Array) return AlertReading.Lacks("/alerts");
        var all = ImmutableArray.CreateBuilder<Alert>();
        foreach (var (index, alert) in alerts.Items().Index())
        {
            if (Status(alert, root) is not { } status) return AlertReading.Lacks($"/alerts/{index}/status");
            if (KeyOf(alert) is not { } key) return AlertReading.Lacks($"/alerts/{index}/fingerprint");
            all.Add(Alert(key, status, alert, root));
        }
        return new AlertReading.Alerts(all.ToImmutable());
    }

    private static AlertStatus? Status(JsonElement alert, JsonElement root) =>
        (alert.Text("status") ?? root.Text("status")) switch
        {
            "firing" => AlertStatus.Firing,
            "resolved" => AlertStatus.Resolved,
            _ => null,
        };

    /// <summary>Senders of old leave the fingerprint out; the labels are what it is made of.</summary>
    private static string? KeyOf(JsonElement alert)
    {
        if (alert.Text("fingerprint") is { } fingerprint) return fingerprint;
        var labels = alert.Look("labels").Pairs().Select(label => $"{label.Key}={label.Value}")
            .Order(StringComparer.Ordinal).ToList();
        return labels.Count == 0 ? null : KeyText.Hash(string.Join('\n', labels));
    }

    private static Alert Alert(string key, AlertStatus status, JsonElement alert, JsonElement root)
    {
        var (labels, notes) = (alert.Look("labels"), alert.Look("annotations"));
        var title = notes.First("summary", "title") ?? labels.Text("alertname") ?? root.Text("title");
        return AlertText.Alert(
            key, status, title, notes.First("description", "message"), Details(labels), More(root)) with
        {
            Severity = AlertWords.SeverityOf(labels.First("severity", "priority", "level")),
            Service = AlertText.Service(labels.First("service", "app")),
            Items = AlertText.Items(Located.Select(name => labels.Text(name))),
            Tags = AlertText.Tags(Tagged.Where(name => labels.Text(name) is not null)
                .Select(name => $"{name}:{labels.Text(name)}")),
            Links = AlertText.Links(
                (notes.Text("runbook_url"), "Runbook"), (alert.Text("panelURL"), "Panel"),
                (alert.Text("dashboardURL"), "Dashboard"), (alert.Text("generatorURL"), "Source"),
                (alert.Text("silenceURL"), "Silence"), (root.Text("externalURL"), "Alertmanager")),
            OccurredAt = AlertText.Time(alert.Text(status == AlertStatus.Resolved ? "endsAt" : "startsAt")),
        };
    }

    private static string Details(JsonElement labels) =>
        string.Join('\n', labels.Pairs().Select(label => $"{label.Key}: {label.Value}"));

    /// <summary>Alerts that the sender cut off must not go unseen.</summary>
    private static string? More(JsonElement root) => root.Text("truncatedAlerts") is { } left and not "0"
        ? $"The sender left out {left} more alerts of this group."
        : null;
}

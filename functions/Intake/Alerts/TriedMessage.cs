using System.Text.Json.Serialization;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Alerts;

/// <summary>What a message was read as.</summary>
/// <param name="State">What its receipt would be: processed, ignored or quarantined.</param>
/// <param name="Reason">Why it would be ignored or quarantined; else null.</param>
/// <param name="Alerts">The first twenty, and what each would do.</param>
public sealed record TriedMessage(ReceiptState State, string? Reason, IReadOnlyList<TriedAlert> Alerts)
{
    /// <summary>Of a mail only whether it can be read: what it answers is not looked for.</summary>
    internal static TriedMessage OfMail(MailReading reading) => reading.Refusal is { } reason
        ? new(ReceiptState.Quarantined, reason, [])
        : new(ReceiptState.Processed, null, []);

    internal static TriedMessage Of(AlertReading reading, IReadOnlyList<TriedAlert> alerts) => reading switch
    {
        AlertReading.Nothing nothing => new(ReceiptState.Ignored, nothing.Reason, []),
        AlertReading.Refused refused => new(ReceiptState.Quarantined, refused.Reason, []),
        AlertReading.Confirm confirm => new(ReceiptState.Ignored, $"confirms {confirm.Url.Host}", []),
        _ => new(ReceiptState.Processed, null, alerts),
    };
}

/// <summary>An alert, and what it would do.</summary>
/// <param name="Why">What decides that.</param>
/// <param name="Incident">The incident that has the key; null when none has.</param>
/// <param name="Report">The incident it would begin; null when it begins none.</param>
public sealed record TriedAlert(Alert Alert, AlertFate Would, string Why, RecordId? Incident, TriedReport? Report)
{
    internal static TriedAlert Of(ReceivedAlert received, AlertClaim claim, Incident? incident)
    {
        var (fate, why) = FateOf(received, claim, incident);
        var begun = fate is AlertFate.Begin or AlertFate.Follow
            ? AlertEvents.Fire(null, received, 0, "", null).Events.OfType<IncidentReported>().FirstOrDefault()
            : null;
        return new(
            received.Alert, fate, received.Treatment.Told(why), incident?.Id,
            begun is null ? null : TriedReport.Of(begun));
    }

    private static (AlertFate Fate, string Why) FateOf(ReceivedAlert received, AlertClaim claim, Incident? incident)
    {
        if (received is { Treatment.Ignore: true, Alert.Status: AlertStatus.Firing })
            return (AlertFate.Ignore, "a rule says so");
        if (received.Alert.Status != AlertStatus.Firing && incident is not { IsOpen: true })
            return (AlertFate.Ignore, "no open incident has the key");
        return received.Alert.Status switch
        {
            AlertStatus.Resolved => (AlertFate.Resolve, "the incident that has the key is open"),
            AlertStatus.Acknowledged => (AlertFate.Start, "the incident that has the key is open"),
            _ => Firing(received, claim, incident),
        };
    }

    private static (AlertFate Fate, string Why) Firing(ReceivedAlert received, AlertClaim claim, Incident? incident)
    {
        if (incident is null) return (AlertFate.Begin, "no incident has the key");
        var fired = AlertEvents.Fire(incident, received, claim.Count + 1, "", null);
        if (fired.Refusal is not null) return (AlertFate.Follow, "the incident that has the key is done");
        return fired.Events is [IncidentReopened, ..]
            ? (AlertFate.Reopen, "the incident that has the key was resolved a short while ago")
            : (AlertFate.Recur, "the incident that has the key is open");
    }
}

/// <summary>The incident that an alert would begin.</summary>
public sealed record TriedReport(
    string Title, Level Impact, Level Urgency, Priority Priority, string? Group, string? Service,
    IReadOnlyList<string> Tags)
{
    internal static TriedReport Of(IncidentReported e) =>
        new(e.Title, e.Impact, e.Urgency, e.Priority, e.Group, e.Service, e.Tags);
}

/// <summary>What an alert does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertFate>))]
public enum AlertFate
{
    /// <summary>It begins an incident.</summary>
    [JsonStringEnumMemberName("begin")] Begin,
    /// <summary>It begins an incident, linked to the one before.</summary>
    [JsonStringEnumMemberName("follow")] Follow,
    /// <summary>It is told on the open incident.</summary>
    [JsonStringEnumMemberName("recur")] Recur,
    /// <summary>It reopens the incident.</summary>
    [JsonStringEnumMemberName("reopen")] Reopen,
    /// <summary>It resolves the incident.</summary>
    [JsonStringEnumMemberName("resolve")] Resolve,
    /// <summary>It starts the work.</summary>
    [JsonStringEnumMemberName("start")] Start,
    /// <summary>It does nothing.</summary>
    [JsonStringEnumMemberName("ignore")] Ignore,
}

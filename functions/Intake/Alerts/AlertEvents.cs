using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Alerts;

/// <summary>The events of an alert. Pure; the rules of reporting and resolving are those of incidents.</summary>
public static class AlertEvents
{
    /// <summary>The code of incidents that their alert resolved.</summary>
    public const string ResolutionCode = "alert_resolved";

    private const int ToldOneByOne = 10;

    /// <summary>A new incident; or on the one there is, that it was heard of again, and work again if it was resolved
    /// a short while ago.</summary>
    /// <param name="count">How often it was heard of again; 0 for what begins the incident.</param>
    /// <param name="follows">The record that had the key before; null for none.</param>
    /// <returns><c>invalid_transition</c> when the incident is done: another has to begin.</returns>
    public static Decision<IncidentEvent> Fire(
        Incident? incident, ReceivedAlert received, int count, string number, RecordId? follows)
    {
        if (incident is null) return Begin(received, count, number, follows);
        if (count == 0) return Decision<IncidentEvent>.Nothing; // It began; what was done to it since is newer.
        if (incident is { IsOpen: true, State: not IncidentState.Resolved })
            return IsTold(incident.Recurrences, count) ? Recurred(received, count) : Decision<IncidentEvent>.Nothing;
        return IsFlapping(incident, received)
            ? (ImmutableArray<IncidentEvent>)
                [new IncidentReopened("The alert fired again.", Because.AlertFired), Recurred(received, count)]
            : incident.CannotBecome(IncidentState.InProgress);
    }

    /// <summary>The incident is resolved. When its first word is still on the way, it begins and ends at
    /// once.</summary>
    public static Decision<IncidentEvent> Resolve(Incident? incident, ReceivedAlert received, string number)
    {
        var resolved = new IncidentResolved(ResolutionCode, ResolutionNote(received));
        if (incident is { IsOpen: true, State: not IncidentState.Resolved }) return resolved;
        if (incident is not null) return Decision<IncidentEvent>.Nothing;
        var begun = Begin(received, 0, number, null);
        return begun.Refusal is { } refusal ? refusal : begun.Events.Add(resolved);
    }

    /// <summary>Somebody works on it, as long as nobody said so here.</summary>
    public static Decision<IncidentEvent> Acknowledge(Incident? incident) =>
        incident?.State is IncidentState.New or IncidentState.Assigned
            ? new IncidentStarted()
            : Decision<IncidentEvent>.Nothing;

    /// <summary>The first ones one by one, then whenever there are a tenth more.</summary>
    public static bool IsTold(int told, int count) =>
        count > told && (count <= ToldOneByOne || count >= told + ((told + 9) / 10));

    private static Decision<IncidentEvent> Begin(
        ReceivedAlert received, int count, string number, RecordId? follows)
    {
        var body = received.Treatment.Over(Report(received));
        if (ReportIncident.Validate(body).ToImmutableArray() is { IsEmpty: false } errors)
            return Problem.Validation(errors);
        var caller = new Caller(received.Tenant, Role.Integration, received.Source.Id.Value, null);
        var decision = ReportIncident.Decide(null, body, number, caller, received.Matrix);
        if (decision.Events is not [IncidentReported reported]) return decision;
        ImmutableArray<IncidentEvent?> events =
        [
            received.Treatment.Over(reported) with { Origin = received.Origin },
            follows is { } before ? new IncidentLinked(before, LinkKind.Related) : null,
            received.Change is { } change ? new IncidentLinked(change, LinkKind.Related) : null,
            count > 0 ? Recurred(received, count) : null,
        ];
        return events.OfType<IncidentEvent>().ToImmutableArray();
    }

    private static ReportIncident Report(ReceivedAlert received)
    {
        var (alert, defaults) = (received.Alert, received.Source.Defaults);
        var levels = alert.Severity is { } severity ? AlertWords.LevelsOf(severity) : ((Level, Level)?)null;
        return new(
            alert.Title, Description(alert), null, Word(levels?.Item1 ?? defaults.Impact),
            Word(levels?.Item2 ?? defaults.Urgency),
            Service: alert.Service ?? defaults.Service, Group: received.Group,
            Tags: alert.Tags, ConfigurationItems: alert.Items, ExternalReference: AlertText.Line(alert.Key, 256));
    }

    private static string? Description(Alert alert)
    {
        var links = alert.Links.Select(link => link.Text is null ? link.Url : $"{link.Text}: {link.Url}");
        string?[] parts = [alert.Description, string.Join('\n', links)];
        var text = string.Join("\n\n", parts.Where(part => part is { Length: > 0 }));
        return text.Length > 0 ? text : null;
    }

    private static IncidentRecurred Recurred(ReceivedAlert received, int count) => new(count, received.Origin);

    /// <summary>What was resolved before times were kept counts from its last change.</summary>
    private static bool IsFlapping(Incident incident, ReceivedAlert received) =>
        incident.State == IncidentState.Resolved && received.Receipt.ReceivedAt -
            (incident.ResolvedAt ?? incident.UpdatedAt) <= received.Source.Alerts.ReopenWithin;

    private static string ResolutionNote(ReceivedAlert received) => received.Alert.OccurredAt is { } at
        ? $"{received.Source.Name} reports that it is well again since {at}."
        : $"{received.Source.Name} reports that it is well again.";

    private static string? Word(Level? level) => level is { } known ? Words<Level>.Of(known) : null;
}

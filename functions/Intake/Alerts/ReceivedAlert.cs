using ItsmServerless.Incidents;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Alerts;

/// <summary>An alert and where it came in.</summary>
public sealed record ReceivedAlert(TenantId Tenant, Receipt Receipt, IntakeSource Source, Alert Alert)
{
    /// <summary>What the tenant's rules want done with it.</summary>
    public Treatment Treatment { get; init; } = Treatment.None;

    /// <summary>The tenant's matrix, for an incident that it begins.</summary>
    public PriorityMatrix Matrix { get; init; } = PriorityMatrix.Default;

    /// <summary>The change that is being made to what it is about; null when there is none.</summary>
    public RecordId? Change { get; init; }

    /// <summary>The group that gets what it begins unless a rule names another: by what it says, by default.</summary>
    public string? Group => Alert.Group ?? Source.Defaults.Group;

    /// <summary>What rules see of it.</summary>
    public ArrivedMessage Arrived => new(Source.Id, Source.Name, Source.Format, Alert.Title, Alert.Description)
    {
        Key = Alert.Key,
        Severity = Alert.Severity is { } severity ? Words<Severity>.Of(severity) : null,
        Service = Alert.Service ?? Source.Defaults.Service,
        Group = Group,
        Items = Alert.Items,
        Tags = Alert.Tags,
    };

    /// <summary>The incident it begins, if it begins one: always the same.</summary>
    public RecordId NewIncident => UlidText.FromKey(Incident.Prefix, Tenant, Receipt.Id.Value);

    /// <summary>Where the events came from.</summary>
    public Origin Origin => new(Receipt.Source, Receipt.Id, Alert.MessageId is { } id ? AlertText.Line(id, 256) : null,
        IsAutomatic: true);

    /// <summary>The alert that stands for all those of a source that are too many.</summary>
    public ReceivedAlert AsStorm() => this with
    {
        Alert = new(
            $"storm|{Source.Id}", AlertStatus.Firing, AlertText.Line($"Alert storm from {Source.Name}", 256)!,
            $"More than {Source.Alerts.StormAbove} incidents a minute would begin. Until a minute passes with fewer, " +
            $"alerts of this source are counted here; its receipts say which.\n\nThe first was: {Alert.Title}",
            Severity.Critical),
    };
}

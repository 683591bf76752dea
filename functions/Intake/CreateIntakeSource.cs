using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake;

/// <summary>An admin opens a door for mails or alerts.</summary>
/// <param name="Format">A word of <see cref="IntakeFormat"/>.</param>
/// <param name="Secret">For formats that sign their bodies; mails do not.</param>
public sealed record CreateIntakeSource(
    string? Name, string? Format, string? Secret = null, IntakeDefaultsBody? Defaults = null)
    : IBody<CreateIntakeSource>
{
    /// <summary>The contract's other formats: known, and not taken yet.</summary>
    private static readonly string[] Later =
    [
        "sendgrid", "mailgun", "postmark", "azure-monitor", "alertmanager", "grafana", "cloudevents", "pagerduty",
        "datadog", "sns", "standard-webhook", "json",
    ];

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CreateIntakeSource body) =>
    [
        .. IncidentFields.Line("/name", body.Name, 128, required: true),
        .. Check.Present("/format", body.Format),
        .. Check.OneOf("/format", body.Format, [.. Words<IntakeFormat>.All, .. Later]),
        .. Check.That(!Later.Contains(body.Format), "/format", "not_supported",
            $"/format {body.Format} is not taken yet; mime is."),
        .. Check.That(body.Secret is null, "/secret", "not_supported",
            "/secret is for formats that sign their bodies; whoever sends mime is known by the URL alone."),
        .. body.Defaults is { } defaults ? IntakeDefaultsBody.Validate(defaults) : [],
    ];

    /// <summary>A source begins once; the same request again finds it.</summary>
    public static Decision<IntakeSourceEvent> Decide(IntakeSource? existing, IntakeSourceCreated created) =>
        existing is null ? created : Decision<IntakeSourceEvent>.Nothing;
}

/// <summary>Defaults as callers write them.</summary>
public sealed record IntakeDefaultsBody(
    string? Impact = null, string? Urgency = null, string? Group = null, string? Service = null)
{
    /// <summary>The defaults, once checked.</summary>
    public IntakeDefaults ToDefaults() =>
        new(Words<Level>.Parse(Impact), Words<Level>.Parse(Urgency), Group, Service);

    internal static IEnumerable<FieldError> Validate(IntakeDefaultsBody body) =>
    [
        .. IncidentFields.Level("/defaults/impact", body.Impact),
        .. IncidentFields.Level("/defaults/urgency", body.Urgency),
        .. IncidentFields.Line("/defaults/group", body.Group, 64),
        .. IncidentFields.Line("/defaults/service", body.Service, 100),
    ];
}

using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>An admin opens a door for mails or alerts.</summary>
/// <param name="Format">A word of <see cref="IntakeFormat"/>.</param>
/// <param name="Secret">What senders sign with, or show in Authorization; of SendGrid the public key that it signs
/// by. Azure Monitor, SNS and mail servers have none.</param>
/// <param name="Alerts">How alerts are treated; by default as <see cref="AlertSettings"/> says.</param>
/// <param name="Mapping">For format json: where in the body is what.</param>
public sealed record CreateIntakeSource(
    string? Name, string? Format, string? Secret = null, IntakeDefaultsBody? Defaults = null,
    AlertSettingsBody? Alerts = null, AlertMapping? Mapping = null)
    : IBody<CreateIntakeSource>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(CreateIntakeSource body) =>
    [
        .. IncidentFields.Line("/name", body.Name, 128, required: true),
        .. Check.Present("/format", body.Format),
        .. Check.OneOf("/format", body.Format, [.. Words<IntakeFormat>.All]),
        .. Words<IntakeFormat>.All.Contains(body.Format)
            ? IntakeSourceFields.OfFormat(
                Words<IntakeFormat>.Parse(body.Format)!.Value, body.Secret, body.Secret is not null, body.Alerts,
                body.Mapping)
            : [],
        .. body.Defaults is { } defaults ? IntakeDefaultsBody.Validate(defaults) : [],
    ];

    /// <summary>A source begins once; the same request again finds it.</summary>
    public static Decision<IntakeSourceEvent> Decide(IntakeSource? existing, IntakeSourceCreated created) =>
        existing is null ? created : Decision<IntakeSourceEvent>.Nothing;
}

/// <summary>Defaults as callers write them.</summary>
public sealed record IntakeDefaultsBody(
    string? Impact = null, string? Urgency = null, string? Group = null, string? Service = null,
    string? Practice = null)
{
    /// <summary>The defaults, once checked.</summary>
    public IntakeDefaults ToDefaults() =>
        new(Words<Level>.Parse(Impact), Words<Level>.Parse(Urgency), Group, Service, Words<IntakePractice>.Parse(Practice));

    internal static IEnumerable<FieldError> Validate(IntakeDefaultsBody body) =>
    [
        .. IncidentFields.Level("/defaults/impact", body.Impact),
        .. IncidentFields.Level("/defaults/urgency", body.Urgency),
        .. IncidentFields.Line("/defaults/group", body.Group, 64),
        .. IncidentFields.Line("/defaults/service", body.Service, 100),
        .. IntakePracticeFields.Validate("/defaults/practice", body.Practice),
    ];
}

/// <summary>The treatment of alerts as callers write it; what is missing is as by default.</summary>
/// <param name="ReopenWithin">0 to 7 days.</param>
/// <param name="StormAbove">1 to 10,000 a minute.</param>
/// <param name="Topics">Of Amazon SNS: the ARNs that may send.</param>
public sealed record AlertSettingsBody(
    Duration? ReopenWithin = null, int? StormAbove = null, IReadOnlyList<string>? Topics = null)
{
    /// <summary>The settings, once checked.</summary>
    public AlertSettings ToSettings()
    {
        var usual = new AlertSettings();
        return new(ReopenWithin ?? usual.ReopenWithin, StormAbove ?? usual.StormAbove, Topics ?? usual.Topics);
    }

    internal static IEnumerable<FieldError> Validate(AlertSettingsBody body) =>
    [
        .. Check.That(body.ReopenWithin is not { } within || (within >= Duration.Zero && within <= Duration.FromDays(7)),
            "/alerts/reopenWithin", "range", "/alerts/reopenWithin is 0 to 7 days."),
        .. Check.That(body.StormAbove is not (< 1 or > 10_000), "/alerts/stormAbove", "range",
            "/alerts/stormAbove is 1 to 10,000."),
        .. Check.Count("/alerts/topics", body.Topics, 0, 20),
        .. Check.Each("/alerts/topics", body.Topics, (item, arn) => IncidentFields.Line(item, arn, 300, required: true)),
    ];
}

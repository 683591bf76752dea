using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake;

/// <summary>Changes a source: each field that is there is replaced as a whole, the others stay.</summary>
/// <param name="Secret">The next one; the one before is good for another day.</param>
public sealed record EditIntakeSource(
    string? Name = null, string? Secret = null, IntakeDefaultsBody? Defaults = null, AlertSettingsBody? Alerts = null,
    AlertMapping? Mapping = null) : IBody<EditIntakeSource>
{
    private const int MostSecrets = 4;

    /// <summary>How long senders may take to change over to a new secret.</summary>
    private static readonly Duration Overlap = Duration.FromDays(1);

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(EditIntakeSource body) =>
    [
        .. IncidentFields.Line("/name", body.Name, 128),
        .. body.Defaults is { } defaults ? IntakeDefaultsBody.Validate(defaults) : [],
    ];

    /// <summary>Always possible; the same again changes nothing, but a secret always does.</summary>
    /// <param name="secret">The new secret, sealed; null for none.</param>
    public static Decision<IntakeSourceEvent> Decide(
        IntakeSource source, EditIntakeSource body, SourceSecret? secret, Instant now)
    {
        var hasSecret = source.Secrets.Count > 0 || body.Secret is not null;
        var errors = IntakeSourceFields.OfFormat(source.Format, body.Secret, hasSecret, body.Alerts, body.Mapping)
            .ToImmutableArray();
        if (!errors.IsEmpty) return Problem.Validation(errors);
        var edited = new IntakeSourceEdited(
            body.Name ?? source.Name, body.Defaults?.ToDefaults() ?? source.Defaults,
            body.Alerts?.ToSettings() ?? source.Alerts, body.Mapping ?? source.Mapping,
            secret is null ? source.Secrets : [secret, .. Outgoing(source, now).Take(MostSecrets - 1)]);
        return IsSame(source, edited) ? Decision<IntakeSourceEvent>.Nothing : edited;
    }

    private static IEnumerable<SourceSecret> Outgoing(IntakeSource source, Instant now) => source.Secrets
        .Where(old => old.Until is null || old.Until > now).Select(old => old with { Until = old.Until ?? now + Overlap });

    private static bool IsSame(IntakeSource now, IntakeSourceEdited then) =>
        (now.Name, now.Defaults, now.Alerts, now.Mapping) == (then.Name, then.Defaults, then.Alerts, then.Mapping) &&
        now.Secrets.SequenceEqual(then.Secrets);
}

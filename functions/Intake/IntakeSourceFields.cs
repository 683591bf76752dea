using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake;

/// <summary>Which fields a source has by its format.</summary>
internal static class IntakeSourceFields
{
    private static readonly IntakeFormat[] WithoutSecret = [IntakeFormat.Mime, IntakeFormat.AzureMonitor, IntakeFormat.Sns];
    private static readonly IntakeFormat[] NeedingSecret = [IntakeFormat.StandardWebhook, IntakeFormat.GitHub];

    public static IEnumerable<FieldError> OfFormat(
        IntakeFormat format, string? secret, AlertSettingsBody? alerts, AlertMapping? mapping) =>
    [
        .. Check.That(secret is null || !WithoutSecret.Contains(format), "/secret", "not_supported",
            $"/secret: whoever sends {Words<IntakeFormat>.Of(format)} cannot sign by a secret."),
        .. Check.That(secret is not null || !NeedingSecret.Contains(format), "/secret", "required",
            "/secret is required: senders of this format sign."),
        .. Secret(secret),
        .. Check.That(alerts is null || format != IntakeFormat.Mime, "/alerts", "not_supported", "/alerts: a mail is none."),
        .. alerts is null ? [] : AlertSettingsBody.Validate(alerts),
        .. Check.That(mapping is null || format == IntakeFormat.Json, "/mapping", "not_supported",
            "/mapping is for format json."),
        .. mapping is null ? [] : AlertMapping.Validate(mapping),
    ];

    private static IEnumerable<FieldError> Secret(string? secret) => Check.That(
        secret is null || (secret.Length is >= 16 and <= 256 && secret.All(c => c is > ' ' and <= '~')),
        "/secret", "length", "/secret has 16 to 256 visible ASCII characters.");
}

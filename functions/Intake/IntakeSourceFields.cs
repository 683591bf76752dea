using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Intake.Signing;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake;

/// <summary>Which fields a source has by its format.</summary>
internal static class IntakeSourceFields
{
    private static readonly IntakeFormat[] WithoutSecret = [IntakeFormat.Mime, IntakeFormat.AzureMonitor, IntakeFormat.Sns];
    private static readonly IntakeFormat[] NeedingSecret = [IntakeFormat.StandardWebhook, IntakeFormat.GitHub];

    /// <param name="secret">A new one; null for none.</param>
    /// <param name="hasSecret">Whether the source has one then.</param>
    public static IEnumerable<FieldError> OfFormat(
        IntakeFormat format, string? secret, bool hasSecret, AlertSettingsBody? alerts, AlertMapping? mapping) =>
    [
        .. Check.That(secret is null || !WithoutSecret.Contains(format), "/secret", "not_supported",
            $"/secret: whoever sends {Words<IntakeFormat>.Of(format)} cannot sign by a secret."),
        .. Check.That(hasSecret || !NeedingSecret.Contains(format), "/secret", "required",
            "/secret is required: senders of this format sign."),
        .. Secret(secret),
        .. Check.That(secret is null || format != IntakeFormat.SendGrid || SendGridSignature.IsKey(secret), "/secret",
            "format", "/secret of format sendgrid is the public key of a security policy: base64, curve P-256."),
        .. Check.That(alerts is null || !format.IsMail(), "/alerts", "not_supported", "/alerts: a mail is none."),
        .. alerts is null ? [] : AlertSettingsBody.Validate(alerts),
        .. Check.That(mapping is null || format == IntakeFormat.Json, "/mapping", "not_supported",
            "/mapping is for format json."),
        .. mapping is null ? [] : AlertMapping.Validate(mapping),
    ];

    private static IEnumerable<FieldError> Secret(string? secret) => Check.That(
        secret is null || (secret.Length is >= 16 and <= 256 && secret.All(c => c is > ' ' and <= '~')),
        "/secret", "length", "/secret has 16 to 256 visible ASCII characters.");
}

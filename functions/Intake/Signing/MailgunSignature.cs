using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Intake.Providers;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>Mailgun's: hex of HMAC-SHA-256 over time and token, all three fields of the form (documentation.mailgun.com,
/// securing webhooks).</summary>
/// <remarks>It says nothing about the body, so each token is good for one: its receipt, which is named after it,
/// remembers which.</remarks>
internal static class MailgunSignature
{
    private const int LongestToken = 200;

    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets, Instant now)
    {
        if (Read(message) is not { Token: { Length: > 0 and <= LongestToken } token, Time: { } time, Signature: { } given })
            return Hmac.Bad("signature");
        var signed = secrets.Any(secret =>
            Hmac.IsHex(given, Hmac.Of(Encoding.UTF8.GetBytes(secret), time + token, ReadOnlyMemory<byte>.Empty)));
        return signed ? Hmac.Stale(time, now) : Hmac.Bad("signature");
    }

    /// <summary>The token; null when the form has none.</summary>
    public static string? TokenOf(AlertMessage message) => Read(message)?.Token;

    /// <summary>Whether the token came with another body before.</summary>
    public static bool IsUsed(IntakeSource source, Receipt kept, string sha256) =>
        source.Format == IntakeFormat.Mailgun && kept.Sha256 != sha256;

    private static Fields? Read(AlertMessage message)
    {
        try
        {
            var form = FormFields.Of(message, MailLimits.Usual);
            return new(form.Only("token"), form.Only("timestamp"), form.Only("signature"));
        }
        catch (FormatException)
        {
            return null; // No form: nobody can have signed it.
        }
    }

    private sealed record Fields(string? Token, string? Time, string? Signature);
}

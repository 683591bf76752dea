using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>Standard Webhooks 1.0, symmetric: <c>v1,base64</c> of HMAC-SHA-256 over <c>id.timestamp.body</c>, several
/// of them while keys rotate (github.com/standard-webhooks, spec).</summary>
internal static class StandardWebhookSignature
{
    private const int MostSignatures = 10;

    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets, Instant now)
    {
        var (id, time) = (message.Header("webhook-id"), message.Header("webhook-timestamp"));
        if (string.IsNullOrEmpty(id)) return Hmac.Bad("webhook-id");
        var given = (message.Header("webhook-signature") ?? "").Split(' ', MostSignatures + 1).Take(MostSignatures);
        var expected = secrets.Select(secret => Hmac.Of(WebhookSecret.KeyOf(secret), $"{id}.{time}.", message.Body)).ToList();
        return given.Any(signature => expected.Any(hash => Is(signature, hash)))
            ? Hmac.Stale(time, now)
            : Hmac.Bad("webhook-signature");
    }

    private static bool Is(string signature, byte[] hash) => signature.StartsWith("v1,", StringComparison.Ordinal) &&
        CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature[3..]), Encoding.ASCII.GetBytes(Convert.ToBase64String(hash)));
}

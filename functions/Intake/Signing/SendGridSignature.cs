using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>SendGrid's: ECDSA on P-256 with SHA-256 over the time and the body, by the key of a security policy
/// (www.twilio.com/docs/sendgrid, securing your parse webhooks and event webhook security features).</summary>
internal static class SendGridSignature
{
    private const string Header = "X-Twilio-Email-Event-Webhook-Signature";
    private const string TimeHeader = "X-Twilio-Email-Event-Webhook-Timestamp";
    private const string Curve = "1.2.840.10045.3.1.7";

    /// <summary>Whether a secret is a key that signatures can be checked by.</summary>
    public static bool IsKey(string secret)
    {
        using var key = Read(secret);
        return key is not null;
    }

    public static Problem? Check(AlertMessage message, IReadOnlyList<string> secrets, Instant now)
    {
        var (text, time) = (message.Header(Header) ?? "", message.Header(TimeHeader) ?? "");
        var signature = new byte[text.Length];
        return Convert.TryFromBase64String(text, signature, out var length) &&
            secrets.Any(secret => IsSigned(secret, time, message.Body, signature.AsSpan(0, length)))
            ? Hmac.Stale(time, now)
            : Hmac.Bad(Header);
    }

    private static bool IsSigned(string secret, string time, ReadOnlyMemory<byte> body, ReadOnlySpan<byte> signature)
    {
        using var key = Read(secret);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(time));
        hash.AppendData(body.Span);
        return key?.VerifyHash(hash.GetHashAndReset(), signature, DSASignatureFormat.Rfc3279DerSequence) == true;
    }

    /// <summary>Null when it is no public key of this curve. The caller disposes it.</summary>
    private static ECDsa? Read(string secret)
    {
        var encoded = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret, encoded, out var length)) return null;
        var key = ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(encoded.AsSpan(0, length), out _);
            if (key.ExportParameters(false).Curve.Oid.Value == Curve) return key;
        }
        catch (CryptographicException)
        {
            // Base64 of something else.
        }
        key.Dispose();
        return null;
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>Amazon SNS signs some fields by the key of a certificate that the message names; only certificates of
/// Amazon's own hosts count (docs.aws.amazon.com, sns-verify-signature-of-message).</summary>
public sealed class SnsSignature(SnsCertificates certificates)
{
    private static readonly Duration Oldest = Duration.FromHours(1);

    private static readonly string[] OfNotification =
        ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"];
    private static readonly string[] OfConfirmation =
        ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];

    /// <summary>Null when the message is signed, by a topic that may send, within the hour that SNS retries.</summary>
    /// <param name="topics">None for any topic.</param>
    public async Task<Problem?> Check(
        AlertMessage message, IReadOnlyList<string> topics, Instant now, CancellationToken cancel)
    {
        if (Fields(message) is not { } fields) return Bad("the body is no message of SNS");
        if (HashOf(fields.GetValueOrDefault("SignatureVersion")) is not { } hash)
            return Bad("SignatureVersion is neither 1 nor 2");
        if (!SnsHosts.IsCertificate(fields.GetValueOrDefault("SigningCertURL") ?? "", out var address))
            return Bad("SigningCertURL is no certificate of Amazon SNS");
        using var certificate = await certificates.Find(address, now, cancel);
        if (certificate is null) return Bad("the certificate cannot be had, or is not valid now");
        if (!IsSigned(fields, certificate, hash)) return Bad("Signature does not fit the fields");
        if (topics.Count > 0 && !topics.Contains(fields.GetValueOrDefault("TopicArn")))
            return new(ProblemCode.Forbidden, "TopicArn is none of the topics of this source.");
        var sent = AlertText.Time(fields.GetValueOrDefault("Timestamp"));
        return sent <= now + MessageProof.Tolerance && sent >= now - Oldest
            ? null
            : new Problem(ProblemCode.Stale, "Timestamp is more than an hour ago, or in the future.");
    }

    /// <summary>What is signed: name and value of each field, a line each, in alphabetical order.</summary>
    internal static byte[] Canonical(IReadOnlyDictionary<string, string> fields)
    {
        var names = fields.GetValueOrDefault("Type") == "Notification" ? OfNotification : OfConfirmation;
        return Encoding.UTF8.GetBytes(string.Concat(
            names.Where(fields.ContainsKey).Select(name => $"{name}\n{fields[name]}\n")));
    }

    private static bool IsSigned(Dictionary<string, string> fields, X509Certificate2 certificate, HashAlgorithmName hash)
    {
        var text = fields.GetValueOrDefault("Signature") ?? "";
        var signature = new byte[text.Length];
        using var key = certificate.GetRSAPublicKey();
        return key is not null && Convert.TryFromBase64String(text, signature, out var length) &&
            key.VerifyData(Canonical(fields), signature.AsSpan(0, length), hash, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Version 1 is SHA-1: topics are of that version unless somebody set them to 2.</summary>
    private static HashAlgorithmName? HashOf(string? version) => version switch
    {
        "1" => HashAlgorithmName.SHA1,
        "2" => HashAlgorithmName.SHA256,
        _ => null,
    };

    /// <summary>Texts as they are, also empty ones: they are signed.</summary>
    private static Dictionary<string, string>? Fields(AlertMessage message)
    {
        try
        {
            using var json = JsonDocument.Parse(message.Body, AlertReader.Options);
            return json.RootElement.ValueKind != JsonValueKind.Object ? null : json.RootElement.EnumerateObject()
                .Where(member => member.Value.ValueKind == JsonValueKind.String)
                .ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null; // No JSON, or text that is no text: nobody can have signed it.
        }
    }

    private static Problem Bad(string why) => new(ProblemCode.BadSignature, $"The message is not signed: {why}.");
}

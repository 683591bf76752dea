using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Signs as Amazon SNS does (docs.aws.amazon.com, sns-verify-signature-of-message), by a certificate of its own.
/// </summary>
internal sealed class SnsTopic : IDisposable
{
    public const string Arn = "arn:aws:sns:eu-west-1:123456789012:alarms";
    public const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0.pem";

    /// <summary>SNS calls its JSON a plain text.</summary>
    public static readonly (string, string) Type = ("Content-Type", "text/plain; charset=UTF-8");

    private readonly RSA _key = RSA.Create(2048);

    public SnsTopic(DateTimeOffset now)
    {
        var request = new CertificateRequest(
            "CN=sns.amazonaws.com", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        Certificate = certificate.ExportCertificatePem();
    }

    /// <summary>What is at <see cref="CertificateUrl"/>.</summary>
    public string Certificate { get; }

    /// <summary>Asks whether the topic may send.</summary>
    public string Confirmation(string url, DateTimeOffset at) => Signed(at, new(StringComparer.Ordinal)
    {
        ["Message"] = "You have chosen to subscribe to the topic.",
        ["MessageId"] = $"confirm-{url.Length}",
        ["SubscribeURL"] = url,
        ["Token"] = "t",
        ["Type"] = "SubscriptionConfirmation",
    });

    /// <summary>An alarm of CloudWatch in a state.</summary>
    public string Alarm(string id, string arn, string state, DateTimeOffset at) => Signed(at, new(StringComparer.Ordinal)
    {
        ["Message"] = JsonSerializer.Serialize(new { AlarmName = "Disk", AlarmArn = arn, NewStateValue = state }),
        ["MessageId"] = id,
        ["Subject"] = $"{state}: Disk",
        ["Type"] = "Notification",
    });

    public void Dispose() => _key.Dispose();

    /// <summary>Signed is name and value of each field, a line each, in alphabetical order.</summary>
    private string Signed(DateTimeOffset at, SortedDictionary<string, string> fields)
    {
        (fields["Timestamp"], fields["TopicArn"]) = (at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"), Arn);
        var text = string.Concat(fields.Select(field => $"{field.Key}\n{field.Value}\n"));
        var signature = _key.SignData(
            Encoding.UTF8.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        fields["Signature"] = Convert.ToBase64String(signature);
        (fields["SignatureVersion"], fields["SigningCertURL"]) = ("2", CertificateUrl);
        return JsonSerializer.Serialize(fields);
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using ItsmServerless.Intake.Signing;
using NodaTime;

namespace ItsmServerless.Tests.Unit.Intake.Signing;

/// <summary>Signs as Amazon SNS does, by a certificate of our own making, and serves that at an address.</summary>
internal sealed class SnsDouble : HttpMessageHandler
{
    public const string CertificateUrl = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-test.pem";
    public const string Topic = "arn:aws:sns:eu-west-1:123456789012:alarms";
    public static readonly Instant Now = Instant.FromUtc(2026, 11, 24, 9, 0);

    private readonly RSA _key = RSA.Create(2048);
    private readonly string _pem;

    public SnsDouble(string name = "sns.amazonaws.com", int validForDays = 30)
    {
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var from = Now.ToDateTimeOffset().AddDays(-40);
        using var certificate = request.CreateSelfSigned(from, from.AddDays(40 + validForDays));
        _pem = certificate.ExportCertificatePem();
    }

    /// <summary>How often the certificate was asked for.</summary>
    public int Asked { get; private set; }

    /// <summary>What is answered instead of the certificate.</summary>
    public (HttpStatusCode Status, string Body)? Instead { get; init; }

    /// <summary>A notification as it is sent, signed; <paramref name="forge"/> changes it afterwards.</summary>
    public byte[] Notification(string version = "2", string? subject = "Disk", Action<Dictionary<string, string>>? forge = null) =>
        Sign(new(StringComparer.Ordinal)
        {
            ["Type"] = "Notification",
            ["MessageId"] = "m-1",
            ["TopicArn"] = Topic,
            ["Message"] = "Disk is full",
            ["Timestamp"] = "2026-11-24T09:00:00.000Z",
        }, version, subject, forge);

    /// <summary>The question whether a topic may send.</summary>
    public byte[] Confirmation(string url) => Sign(new(StringComparer.Ordinal)
    {
        ["Type"] = "SubscriptionConfirmation",
        ["MessageId"] = "m-2",
        ["Token"] = "t",
        ["TopicArn"] = Topic,
        ["Message"] = "You have chosen to subscribe.",
        ["SubscribeURL"] = url,
        ["Timestamp"] = "2026-11-24T09:00:00.000Z",
    }, "1", null, null);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked++;
        var (status, body) = Instead ?? (HttpStatusCode.OK, _pem);
        return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _key.Dispose();
        base.Dispose(disposing);
    }

    private byte[] Sign(Dictionary<string, string> fields, string version, string? subject, Action<Dictionary<string, string>>? forge)
    {
        if (subject is not null) fields["Subject"] = subject;
        var hash = version == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var signature = _key.SignData(SnsSignature.Canonical(fields), hash, RSASignaturePadding.Pkcs1);
        (fields["SignatureVersion"], fields["SigningCertURL"]) = (version, CertificateUrl);
        fields["Signature"] = Convert.ToBase64String(signature);
        forge?.Invoke(fields);
        return Encoding.UTF8.GetBytes(JsonSerializer.Serialize(fields));
    }
}

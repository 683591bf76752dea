using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using ItsmServerless.Kernel.Http;
using NodaTime;

namespace ItsmServerless.Intake.Signing;

/// <summary>The certificates that Amazon SNS signs with, each fetched once in the life of the process.</summary>
/// <remarks>They are trusted because of where they come from, over TLS from Amazon's own hosts: the name and the dates
/// are checked beside that.</remarks>
public sealed class SnsCertificates(OutgoingHttp http)
{
    private const int MostKept = 100;
    private const string HostPrefix = "sns.";
    private readonly ConcurrentDictionary<string, byte[]> kept = new(StringComparer.Ordinal);

    /// <summary>The certificate at an address that <see cref="Alerts.SnsHosts"/> allowed; null when there is none that
    /// is valid now. The caller disposes it.</summary>
    public async Task<X509Certificate2?> Find(Uri address, Instant now, CancellationToken cancel)
    {
        if (kept.TryGetValue(address.AbsoluteUri, out var raw))
            return Valid(X509CertificateLoader.LoadCertificate(raw), now);
        var (status, body) = await http.Get(address, cancel);
        if (status != HttpStatusCode.OK || Read(body) is not { } fetched) return null;
        if (kept.Count < MostKept) kept[address.AbsoluteUri] = fetched.RawData;
        return Valid(fetched, now);
    }

    private static X509Certificate2? Read(byte[] body)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(body));
        }
        catch (CryptographicException)
        {
            return null; // It is no certificate.
        }
    }

    private static X509Certificate2? Valid(X509Certificate2 certificate, Instant now)
    {
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        var name = certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
        if (now >= Instant.FromDateTimeUtc(from) && now <= Instant.FromDateTimeUtc(until) &&
            name.StartsWith(HostPrefix, StringComparison.Ordinal)) return certificate;
        certificate.Dispose();
        return null;
    }
}

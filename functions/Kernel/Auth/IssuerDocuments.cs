using System.Net;
using System.Text;
using ItsmServerless.Kernel.Http;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Fetches what issuers publish: the discovery document, and the keys it leads to. Both addresses are tenants'
/// or a stranger's, so they are called as such.</summary>
public sealed class IssuerDocuments(OutgoingTargets targets) : IDocumentRetriever, IDisposable
{
    private const string WellKnown = "/.well-known/openid-configuration";
    private readonly OutgoingHttp http = new(OutgoingHttp.Guarded(targets.MayCall));

    /// <summary>The keys of an issuer; null when it cannot be asked, or says that it is another (OpenID Connect
    /// Discovery 1.0, 4.3).</summary>
    public async Task<IReadOnlyList<SecurityKey>?> Keys(string issuer, CancellationToken cancel)
    {
        try
        {
            var said = await OpenIdConnectConfigurationRetriever.GetAsync(issuer.TrimEnd('/') + WellKnown, this, cancel);
            return said.Issuer == issuer ? [.. said.SigningKeys] : null;
        }
        catch (Exception away) when (away is HttpRequestException or IOException or OperationCanceledException or ArgumentException)
        {
            return null; // Out of reach, or not such a document: whoever asks goes on with what it has.
        }
    }

    /// <inheritdoc/>
    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (targets.Flaw(address) is { } flaw) throw new IOException($"The address of a document {flaw}.");
        var (status, body) = await http.Get(new(address), cancel);
        return status == HttpStatusCode.OK ? Encoding.UTF8.GetString(body) : throw new IOException($"It answered {(int)status}.");
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}

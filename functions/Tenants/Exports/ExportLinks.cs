using System.Globalization;
using System.Text;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Tenants.Exports;

/// <summary>What the link of an export opens.</summary>
/// <param name="IsFinal">Whether it is the last one of a tenant that left.</param>
public sealed record ExportLink(TenantId Tenant, RecordId Export, Instant ExpiresAt, bool IsFinal);

/// <summary>Makes and reads the links of exports: who has one needs nothing else until it expires.</summary>
/// <remarks>The same each time it is made. Signed for this use alone; what it says is no secret.</remarks>
public sealed class ExportLinks(Signer signer, InstallationSettings installation)
{
    private const string Purpose = "export-link";
    private const string Version = "1";
    private const string Final = "final", Own = "own";

    /// <summary>The whole URL.</summary>
    public string Of(ExportLink link)
    {
        var text = string.Join('\n', Version, link.Tenant, link.Export, Seconds(link), link.IsFinal ? Final : Own);
        return $"{installation.PublicUrl}/exports/{signer.Sign(Purpose, Encoding.UTF8.GetBytes(text))}";
    }

    /// <summary>What a token opens; null when it is altered or of another use. Whether it expired, the caller
    /// asks.</summary>
    public ExportLink? Read(string token)
    {
        if (signer.Verify(Purpose, token) is not { } payload) return null;
        return Encoding.UTF8.GetString(payload).Split('\n') is [Version, var tenant, var export, var expires, var kind]
            ? new(TenantId.From(tenant), RecordId.From(export), Instant.FromUnixTimeSeconds(long.Parse(expires, CultureInfo.InvariantCulture)), kind == Final)
            : null;
    }

    private static string Seconds(ExportLink link) => link.ExpiresAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}

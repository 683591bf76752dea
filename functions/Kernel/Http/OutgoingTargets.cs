using System.Collections.Immutable;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Kernel.Http;

/// <summary>Which addresses of tenants may be called, for webhooks and for what issuers of tokens publish: nobody makes
/// the installation call itself, or a network of ours.</summary>
/// <param name="Ports">Ports of https. Setting <c>Webhooks:Ports</c>.</param>
/// <param name="OwnHost">The host of the installation.</param>
/// <param name="MayStayHere">Whether this very machine may be called, also without TLS: on a laptop alone.</param>
/// <remarks>OWASP ASVS 1.3.6. A name is looked up when it is called, and the address that was found is checked
/// then.</remarks>
public sealed record OutgoingTargets(ImmutableArray<int> Ports, string OwnHost, bool MayStayHere)
{
    private static readonly string[] InnerEndings = [".local", ".internal", ".localhost", ".home.arpa", ".lan", "."];

    /// <summary>Reads the settings; a missing or broken one stops the process with its name.</summary>
    public static OutgoingTargets Of(IConfiguration configuration) => new(
        configuration["Webhooks:Ports"] is null ? [443] : configuration.Required("Webhooks:Ports", ParsePorts),
        configuration.Required("PublicUrl", text => new Uri(text).IdnHost), configuration["Environment"] == "local");

    /// <summary>What is wrong with an address, to follow its name; null when it may be called.</summary>
    public string? Flaw(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return "is no absolute address";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0) return "has a user or a fragment";
        if (MayStayHere && uri.IsLoopback && uri.Scheme is "http" or "https") return null;
        if (uri.Scheme != Uri.UriSchemeHttps) return "is not https";
        if (!Ports.Contains(uri.Port)) return $"has port {uri.Port}; {string.Join(", ", Ports)} may be called";
        return uri.HostNameType == UriHostNameType.Dns && IsOutside(uri.IdnHost)
            ? null
            : "does not name a host of the open Internet";
    }

    /// <summary>Whether a connection to this address may be made.</summary>
    public bool MayCall(IPAddress address) =>
        PublicAddresses.Has(address) || (MayStayHere && IPAddress.IsLoopback(address));

    private bool IsOutside(string host) => host.Contains('.', StringComparison.Ordinal) &&
        !InnerEndings.Any(ending => host.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) &&
        !host.Equals(OwnHost, StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<int> ParsePorts(string text) =>
        text.Split(',').Select(part => int.TryParse(part, out var port) ? port : 0).ToImmutableArray() is var ports &&
        ports.All(port => port is > 0 and < 65536)
            ? ports
            : throw new FormatException("ports are written 443,8443.");
}

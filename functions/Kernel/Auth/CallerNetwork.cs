using System.Collections.Immutable;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Finds the address that a request comes from.</summary>
/// <param name="Trusted">The platform's own proxies: what they say in <c>X-Forwarded-For</c> is believed, and nobody
/// else. Setting <c>Network:TrustedProxies</c>, networks with commas between them; none by default.</param>
public sealed record CallerNetwork(ImmutableArray<IPNetwork> Trusted)
{
    private const string Header = "X-Forwarded-For";

    /// <summary>Reads the setting; a broken one stops the process with its name.</summary>
    public static CallerNetwork Of(IConfiguration configuration) => new(
        configuration["Network:TrustedProxies"] is { Length: > 0 }
            ? configuration.Required("Network:TrustedProxies", Parse)
            : []);

    /// <summary>The address; null when a proxy names none that can be read.</summary>
    /// <remarks>Each proxy appends whom it heard, so the list is read from its end for as long as the speaker is
    /// trusted: what a caller wrote there itself is never reached (OWASP ASVS 5.0, 15.3.4).</remarks>
    public IPAddress? AddressOf(HttpContext http)
    {
        var heard = new Stack<string>(http.Request.Headers[Header].SelectMany(line => (line ?? "").Split(',')));
        var address = Plain(http.Connection.RemoteIpAddress);
        while (address is not null && IsTrusted(address) && heard.TryPop(out var next))
            address = IPEndPoint.TryParse(next.Trim(), out var end) ? Plain(end.Address) : null;
        return address;
    }

    /// <summary>Whether a request comes from one of these networks; any will do when there are none.</summary>
    public bool IsWithin(HttpContext http, ImmutableArray<IPNetwork> networks) =>
        networks.IsEmpty || (AddressOf(http) is { } address && networks.Any(network => network.Contains(address)));

    private bool IsTrusted(IPAddress address) => Trusted.Any(network => network.Contains(address));

    private static IPAddress? Plain(IPAddress? address) =>
        address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    private static ImmutableArray<IPNetwork> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)];
}

using System.Collections.Immutable;
using ItsmServerless.Kernel;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Tenants;

/// <summary>Which addresses cards may be posted to: nobody makes the installation call another.</summary>
/// <param name="Hosts">Ends of host names, each with its dot, that Teams Workflows are served under. Setting
/// <c>Teams:AllowedHosts</c>.</param>
/// <param name="CaptureUrl">What the addresses begin with where cards are captured instead of sent; null elsewhere.
/// Setting <c>Teams:CaptureUrl</c>, taken in the environment <c>local</c> alone.</param>
public sealed record TeamsSettings(ImmutableArray<string> Hosts, string? CaptureUrl)
{
    private const string Captured = "captured:";
    private const int HttpsPort = 443;

    /// <summary>Reads the settings; a missing or broken one stops the process with its name.</summary>
    public static TeamsSettings Of(IConfiguration configuration) => new(
        configuration.Required("Teams:AllowedHosts", ParseHosts),
        configuration["Environment"] == "local" ? configuration["Teams:CaptureUrl"] : null);

    /// <summary>What is kept of an address; null when cards may not go there.</summary>
    /// <remarks>Of an address where cards are captured the name alone: the host has another port at every start.
    /// </remarks>
    public string? Kept(string url)
    {
        if (CaptureUrl is null || !url.StartsWith(CaptureUrl, StringComparison.Ordinal))
            return Workflow(url) is null ? null : url;
        var name = url[CaptureUrl.Length..];
        var isName = name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
        return isName ? Captured + name : null;
    }

    /// <summary>The address of what was kept; null when cards may not go there any more.</summary>
    public Uri? Address(string kept)
    {
        if (!kept.StartsWith(Captured, StringComparison.Ordinal)) return Workflow(kept);
        return CaptureUrl is null ? null : new(CaptureUrl + kept[Captured.Length..]);
    }

    private Uri? Workflow(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps &&
        uri is { Port: HttpsPort, HostNameType: UriHostNameType.Dns, UserInfo: "", Fragment: "" } &&
        Hosts.Any(host => uri.IdnHost.EndsWith(host, StringComparison.OrdinalIgnoreCase))
            ? uri
            : null;

    private static ImmutableArray<string> ParseHosts(string text)
    {
        var hosts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return hosts.Length > 0 && hosts.All(IsBelowADomain)
            ? [.. hosts]
            : throw new FormatException("hosts are written .logic.azure.com,.api.powerplatform.com.");
    }

    /// <summary>A dot, and a name with another in it: never a whole top-level domain.</summary>
    private static bool IsBelowADomain(string host) =>
        host.StartsWith('.') && host[1..].Contains('.', StringComparison.Ordinal) &&
        Uri.CheckHostName(host[1..]) == UriHostNameType.Dns;
}

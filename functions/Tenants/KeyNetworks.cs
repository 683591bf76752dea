using System.Net;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>Networks as callers write them.</summary>
internal static class KeyNetworks
{
    private const int Most = 20;
    private const int LongestText = 49;

    /// <summary>Each an address and a length; a missing list passes.</summary>
    public static IEnumerable<FieldError> Check(string pointer, IReadOnlyList<string>? networks) =>
    [
        .. Kernel.Outcomes.Check.Count(pointer, networks, 1, Most),
        .. Kernel.Outcomes.Check.Each(pointer, networks, (at, text) => Kernel.Outcomes.Check.That(
            text is { Length: <= LongestText } && IPNetwork.TryParse(text, out _), at, "network",
            $"{at} is no network such as 203.0.113.0/24 or 2001:db8::/32.")),
    ];

    /// <summary>Each once; null for anywhere.</summary>
    public static IReadOnlyList<string>? Distinct(IReadOnlyList<string>? networks) =>
        networks is null ? null : [.. networks.Select(text => IPNetwork.Parse(text).ToString()).Distinct(StringComparer.Ordinal)];
}

using System.Collections.Frozen;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Limits;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Metering.Marketplace;

/// <summary>What is told to the Azure Marketplace, and where that is.</summary>
/// <param name="Dimensions">Our dimensions that are billed there, with the ids that the offer has for them; with none the
/// export is off. Setting <c>Marketplace:Dimensions</c>.</param>
/// <param name="Endpoint">Setting <c>Marketplace:Endpoint</c>.</param>
public sealed record MarketplaceSettings(FrozenDictionary<string, string> Dimensions, Uri Endpoint)
{
    private const string Usual = "https://marketplaceapi.microsoft.com";

    /// <summary>Whether anything is told.</summary>
    public bool IsOn => Dimensions.Count > 0;

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Reads the settings; a broken one stops the process with its name.</summary>
    public static MarketplaceSettings Of(IConfiguration configuration) => new(
        configuration.Optional("Marketplace:Dimensions", "", Mapping), configuration.Optional("Marketplace:Endpoint", Usual, Address));

    private static FrozenDictionary<string, string> Mapping(string text)
    {
        var pairs = PlanText.Pairs(text, id => id);
        if (pairs.Keys.Except(Kernel.Limits.Dimensions.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new FormatException($"{unknown} is none of {string.Join(", ", Kernel.Limits.Dimensions.All)}.");
        return pairs.Values.All(id => id.Length > 0) && pairs.Values.Distinct(StringComparer.Ordinal).Count() == pairs.Count
            ? pairs.ToFrozenDictionary(StringComparer.Ordinal)
            : throw new FormatException("two dimensions have the same id in the offer, or one has none.");
    }

    private static Uri Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.IsLoopback)
            ? uri
            : throw new FormatException($"{text} is no address that begins with https://.");
}

using System.Collections.Frozen;
using System.Globalization;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Limits;
using Microsoft.Extensions.Configuration;

namespace ItsmServerless.Metering;

/// <summary>The price of a dimension.</summary>
/// <param name="Amount">In the currency, for <paramref name="Per"/> units.</param>
public sealed record Price(decimal Amount, long Per)
{
    /// <summary>Reads <c>0.20/1000</c> or <c>0.05</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Price Parse(string text)
    {
        var parts = text.Split('/');
        return parts.Length <= 2 && decimal.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) &&
            long.TryParse(parts.Length == 2 ? parts[1] : "1", NumberStyles.None, CultureInfo.InvariantCulture, out var per) && per > 0
            ? new(amount, per)
            : throw new FormatException($"{text} is no price such as 0.05 or 0.20/1000.");
    }

    /// <summary>What a quantity costs, in whole cents; halves are rounded up.</summary>
    public decimal Of(long quantity) => decimal.Round(quantity * Amount / Per, 2, MidpointRounding.AwayFromZero);
}

/// <summary>What plans cost and hold.</summary>
/// <param name="Currency">ISO 4217. Setting <c>Plans:Currency</c>.</param>
/// <param name="Prices">By plan and dimension; what has none is free. Settings <c>Plans:free:Prices</c> and so
/// on.</param>
/// <param name="Quotas">By plan and dimension, for a month; what has none is without end. Settings
/// <c>Plans:free:Quotas</c> and so on.</param>
public sealed record PriceBook(
    string Currency, FrozenDictionary<string, IReadOnlyDictionary<string, Price>> Prices,
    FrozenDictionary<string, IReadOnlyDictionary<string, long>> Quotas)
{
    private static readonly Dictionary<string, Price> Free = [];
    private static readonly Dictionary<string, long> Endless = [];

    /// <summary>Reads the settings; a broken one stops the process with its name.</summary>
    public static PriceBook Of(IConfiguration configuration) => new(
        configuration["Plans:Currency"] is { Length: 3 } currency ? currency : "EUR",
        ByPlan(configuration, "Prices", Price.Parse), ByPlan(configuration, "Quotas", Quantity));

    /// <summary>The quota of a plan; null for none.</summary>
    public long? Quota(string plan, string dimension) =>
        Quotas.GetValueOrDefault(plan, Endless).TryGetValue(dimension, out var quota) ? quota : null;

    /// <summary>Whether a plan has any quota.</summary>
    public bool HasQuotas(string plan) => Quotas.GetValueOrDefault(plan, Endless).Count > 0;

    /// <summary>A line for every dimension, in the order of bills.</summary>
    public IReadOnlyList<CostLine> Cost(string plan, IReadOnlyDictionary<string, long> quantities) =>
        [.. Dimensions.All.Where(quantities.ContainsKey).Select(dimension => Line(plan, dimension, quantities[dimension]))];

    private CostLine Line(string plan, string dimension, long quantity)
    {
        var price = Prices.GetValueOrDefault(plan, Free).GetValueOrDefault(dimension) ?? new Price(0, 1);
        return new(dimension, quantity, price.Amount, price.Per, price.Of(quantity));
    }

    private static FrozenDictionary<string, IReadOnlyDictionary<string, T>> ByPlan<T>(
        IConfiguration configuration, string name, Func<string, T> read) => LimitSettings.Plans.ToFrozenDictionary(
            plan => plan, plan => configuration.Optional($"Plans:{plan}:{name}", "", text => Known(PlanText.Pairs(text, read))));

    private static IReadOnlyDictionary<string, T> Known<T>(IReadOnlyDictionary<string, T> pairs) =>
        pairs.Keys.Except(Dimensions.All, StringComparer.Ordinal).FirstOrDefault() is { } unknown
            ? throw new FormatException($"{unknown} is none of {string.Join(", ", Dimensions.All)}.")
            : pairs;

    private static long Quantity(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var quantity)
            ? quantity
            : throw new FormatException($"{text} is no whole number.");
}

/// <summary>What a quantity costs.</summary>
/// <param name="Price">For <paramref name="Per"/> units.</param>
/// <param name="Cost">In whole cents.</param>
public sealed record CostLine(string Dimension, long Quantity, decimal Price, long Per, decimal Cost);

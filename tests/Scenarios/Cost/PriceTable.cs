using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>What Azure asks for an operation: the checked-in table <c>prices.json</c>.</summary>
/// <param name="AsOf">The month the prices were looked up for.</param>
internal sealed record PriceTable(string AsOf, string Region, IReadOnlyList<Price> Prices)
{
    public static PriceTable Read() =>
        JsonSerializer.Deserialize<PriceTable>(File.ReadAllText(CostFiles.Of("prices.json")), CostFiles.Json)!;

    /// <summary>In US dollars.</summary>
    public double Of(string name, double count)
    {
        var price = Prices.Single(price => price.Name == name);
        return count * price.Usd / price.Per;
    }
}

/// <summary>A price and where it is from.</summary>
internal sealed record Price(string Name, double Usd, int Per, string Source, string Note);

/// <summary>Where the files lie, in the sources.</summary>
internal static class CostFiles
{
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The page made of the counts.</summary>
    public static string Page => Path.GetFullPath(Path.Combine(Folder(), "../../../docs/cost.md"));

    public static string Of(string name) => Path.Combine(Folder(), name);

    private static string Folder([CallerFilePath] string source = "") => Path.GetDirectoryName(source)!;
}

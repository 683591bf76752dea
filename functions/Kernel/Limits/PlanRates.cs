using System.Globalization;

namespace ItsmServerless.Kernel.Limits;

/// <summary>How fast a tenant of a plan may ask.</summary>
/// <param name="Reads">Requests a minute; the same for the two below.</param>
/// <param name="Concurrent">Requests of one kind of traffic at the same time.</param>
/// <param name="KeyShare">Percent of each budget that one credential may use.</param>
public sealed record PlanRates(int Reads, int Writes, int Intake, int Concurrent, int KeyShare)
{
    private const int MostMinutely = 1_000_000_000;

    /// <summary>Reads a setting such as <c>reads=600,writes=300,intake=600,concurrent=20,key=80</c>.</summary>
    /// <exception cref="FormatException">A member is missing, unknown, or no number from 1.</exception>
    public static PlanRates Parse(string text)
    {
        var values = PlanText.Pairs(text, Number);
        return values.Count == 5 && values.All(pair => pair.Key is "reads" or "writes" or "intake" or "concurrent" or "key")
            ? new(values["reads"], values["writes"], values["intake"], values["concurrent"], Math.Min(100, values["key"]))
            : throw new FormatException("rates are reads=600,writes=300,intake=600,concurrent=20,key=80.");
    }

    /// <summary>Requests a minute of one kind.</summary>
    public int Of(Traffic traffic) => traffic switch
    {
        Traffic.Reads => Reads,
        Traffic.Writes => Writes,
        _ => Intake,
    };

    /// <summary>What one of several instances grants, at least 1.</summary>
    public PlanRates Over(int instances) => this with
    {
        Reads = Part(Reads, instances),
        Writes = Part(Writes, instances),
        Intake = Part(Intake, instances),
        Concurrent = Part(Concurrent, instances),
    };

    private static int Part(int whole, int instances) => Math.Max(1, whole / instances);

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= MostMinutely
            ? number
            : throw new FormatException($"{text} is no number from 1 to {MostMinutely}.");
}

/// <summary>Settings of plans are lists of <c>name=value</c>.</summary>
public static class PlanText
{
    /// <summary>The pairs of a setting; empty for an empty one.</summary>
    /// <exception cref="FormatException">A part is no pair, or a name stands twice.</exception>
    public static IReadOnlyDictionary<string, T> Pairs<T>(string text, Func<string, T> read)
    {
        var pairs = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var value] || !pairs.TryAdd(name, read(value)))
                throw new FormatException($"{part} is no name=value, or stands there twice.");
        }
        return pairs;
    }
}

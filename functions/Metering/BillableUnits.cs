using System.Collections.Frozen;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Limits;

namespace ItsmServerless.Metering;

/// <summary>Which events are units of a bill. Pure.</summary>
/// <remarks>An event is in its command's own transaction: what was accepted has it, what was not has none.</remarks>
public static class BillableUnits
{
    private static readonly FrozenDictionary<string, string> Dimension = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["incident.reported"] = Dimensions.Records,
        ["change.drafted"] = Dimensions.Records,
        ["receipt.accepted"] = Dimensions.Events,
    }.ToFrozenDictionary();

    /// <summary>The types of events that are units.</summary>
    public static IReadOnlyCollection<string> Types => Dimension.Keys;

    /// <summary>The dimension of an event; null when it is no unit.</summary>
    /// <remarks>The alerts of one message have receipts of their own; the message is one unit.</remarks>
    public static string? Of(PublishedEvent published) =>
        Dimension.TryGetValue(published.Type, out var dimension) && !IsPart(published.Data) ? dimension : null;

    private static bool IsPart(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("batch", out var batch) && batch.ValueKind != JsonValueKind.Null;
}

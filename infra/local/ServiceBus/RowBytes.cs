using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Spreads bytes over as many properties of a row as they need.</summary>
internal static class RowBytes
{
    /// <summary>The most bytes that a property of a row holds.</summary>
    private const int LargestProperty = 64 * 1024;

    /// <summary>Adds the bytes.</summary>
    public static void Add(TableEntity row, byte[] bytes)
    {
        var parts = bytes.Chunk(LargestProperty).ToArray();
        row["Parts"] = parts.Length;
        for (var part = 0; part < parts.Length; part++)
            row[$"Part{part}"] = parts[part];
    }

    /// <summary>The bytes again.</summary>
    public static byte[] Read(TableEntity row) =>
        [.. Enumerable.Range(0, row.GetInt32("Parts")!.Value).SelectMany(part => row.GetBinary($"Part{part}"))];
}

using Azure.Data.Tables;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>Bytes in a row, over as many columns as they need: a column holds 64 KiB, a row 1 MiB.</summary>
internal static class ChunkedColumn
{
    private const int ChunkBytes = 60_000;
    private const int MostChunks = 14;

    /// <summary>The most that fits beside other columns.</summary>
    public const int LongestContent = ChunkBytes * MostChunks;

    /// <summary>Writes them; what is longer than <see cref="LongestContent"/> is cut.</summary>
    public static void Write(TableEntity row, string column, byte[] content)
    {
        foreach (var (index, chunk) in content.Chunk(ChunkBytes).Take(MostChunks).Index())
            row[$"{column}{index:D2}"] = chunk;
    }

    /// <summary>Reads them.</summary>
    public static byte[] Read(TableEntity row, string column)
    {
        using var content = new MemoryStream();
        for (var index = 0; row.GetBinary($"{column}{index:D2}") is { } chunk; index++)
            content.Write(chunk);
        return content.ToArray();
    }
}

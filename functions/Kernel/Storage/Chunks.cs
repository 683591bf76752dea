using Azure.Data.Tables;

namespace ItsmServerless.Kernel.Storage;

/// <summary>A document in a row: UTF-8 in as many binary properties (<c>d0</c>, <c>d1</c>, …) as it needs.</summary>
public static class Chunks
{
    /// <summary>Puts the document into the row. The caller has checked <see cref="Limits.EntityBytes"/>.</summary>
    public static TableEntity With(this TableEntity row, ReadOnlySpan<byte> document)
    {
        for (var (index, start) = (0, 0); start < document.Length; index++, start += Limits.PropertyBytes)
            row[$"d{index}"] = document.Slice(start, Math.Min(Limits.PropertyBytes, document.Length - start)).ToArray();
        return row;
    }

    /// <summary>The document of a row.</summary>
    public static byte[] Document(this TableEntity row)
    {
        using var document = new MemoryStream();
        for (var index = 0; row.GetBinary($"d{index}") is { } chunk; index++) document.Write(chunk);
        return document.ToArray();
    }
}

namespace ItsmServerless.Tenants.Exports;

/// <summary>One kind of what a tenant has, read from where an export was left.</summary>
/// <param name="Folder">Where its files are in the zip: <c>records/incident</c>.</param>
/// <param name="Lines">Lines after a mark, each with its own mark; null for blobs, which are files each.</param>
public sealed record ExportSource(
    string Folder, Func<string?, CancellationToken, IAsyncEnumerable<ExportLine>>? Lines);

/// <summary>A line of a file, and the mark to go on after it.</summary>
public readonly record struct ExportLine(ReadOnlyMemory<byte> Bytes, string Mark);

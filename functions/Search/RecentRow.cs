using ItsmServerless.Search.Index;
using NodaTime;

namespace ItsmServerless.Search;

/// <summary>A record as it was at one time, in no segment yet.</summary>
internal sealed record RecentRow(string Key, byte[] Document)
{
    /// <summary>Of a record: keys are in the order of time.</summary>
    public static RecentRow Of(IndexedDocument document, Instant now) => new(
        $"{now.ToUnixTimeTicks():D19}|{document.Facts.Id}|{document.Facts.Version:D8}", DocumentCodec.Write(document));
}

/// <summary>The keys of what is in no segment yet.</summary>
/// <param name="Mark">The last segment that took some; null before the first.</param>
internal sealed record RecentKeys(IReadOnlyList<string> Keys, string? Mark);

/// <summary>What is in no segment yet, by key.</summary>
/// <param name="Mark">The last segment that took some; null before the first.</param>
internal sealed record RecentRows(IReadOnlyDictionary<string, IndexedDocument> Documents, string? Mark);

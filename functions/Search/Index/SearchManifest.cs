using System.Collections.Immutable;
using NodaTime;

namespace ItsmServerless.Search.Index;

/// <summary>Which segments make the index.</summary>
/// <param name="Building">Segments that somebody writes, or began to write and stopped.</param>
/// <param name="Garbage">Segments that nobody needs any more; their rows are deleted with the next build.</param>
/// <param name="Rebuild">The index that is made anew beside this one; null mostly.</param>
public sealed record SearchManifest(
    ImmutableArray<SegmentInfo> Segments, ImmutableArray<SegmentBuilding> Building, ImmutableArray<string> Garbage,
    SearchRebuild? Rebuild)
{
    private const int FirstMerge = 128;
    private const int Together = 4;

    /// <summary>No index.</summary>
    public static SearchManifest Empty { get; } = new([], [], [], null);

    /// <summary>Segments to be made one: four of a size, the smallest first. Empty when there are none, and while the
    /// index is made anew.</summary>
    /// <remarks>So there are at most three of each size, and each size is four times the one before.</remarks>
    public ImmutableArray<SegmentInfo> ToMerge() => Rebuild is not null ? [] :
    [
        .. Segments.GroupBy(Size).Where(group => group.Count() >= Together).OrderBy(group => group.Key)
            .Select(group => group.ToList()).FirstOrDefault() ?? [],
    ];

    private static int Size(SegmentInfo segment)
    {
        var (size, documents) = (0, segment.Documents);
        for (; documents > FirstMerge; documents /= Together) size++;
        return size;
    }
}

/// <summary>A segment that is being written.</summary>
public sealed record SegmentBuilding(string Id, Instant At);

/// <summary>An index that is being made of the records.</summary>
/// <param name="Before">The segments that it takes the place of.</param>
/// <param name="Segments">What is there of it.</param>
public sealed record SearchRebuild(
    string Id, Instant At, ImmutableArray<string> Before, ImmutableArray<SegmentInfo> Segments);

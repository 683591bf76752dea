using System.Runtime.InteropServices;
using ItsmServerless.Search.Index;

namespace ItsmServerless.Search;

/// <summary>The segments of an index at one time.</summary>
/// <param name="Newest">The newest version of every record in them, by <see cref="RecordVersion.Key"/>.</param>
internal sealed record SearchSnapshot(
    IReadOnlyList<(Segment Segment, DocumentSet Alive)> Parts, IReadOnlyDictionary<UInt128, int> Newest)
{
    /// <summary>A record is alive where its version is the newest; where two are, in the first.</summary>
    public static SearchSnapshot Of(IReadOnlyList<Segment> segments)
    {
        var newest = new Dictionary<UInt128, int>(segments.Sum(segment => segment.Records.Length));
        foreach (var (key, version) in segments.SelectMany(segment => segment.Records))
        {
            ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(newest, key, out _);
            known = Math.Max(known, version);
        }
        var taken = new HashSet<UInt128>(newest.Count);
        return new([.. segments.Select(segment => (segment, Alive(segment, newest, taken)))], newest);
    }

    private static DocumentSet Alive(Segment segment, Dictionary<UInt128, int> newest, HashSet<UInt128> taken)
    {
        var alive = new DocumentSet(segment.Records.Length);
        for (var ordinal = 0; ordinal < segment.Records.Length; ordinal++)
        {
            var (key, version) = segment.Records[ordinal];
            if (newest[key] == version && taken.Add(key)) alive.Add(ordinal);
        }
        return alive;
    }
}

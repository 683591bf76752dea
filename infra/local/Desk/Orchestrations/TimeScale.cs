using System.Collections.Immutable;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>Where moments are on a timeline of a given width. Pure.</summary>
/// <remarks>
/// The gap between two neighbouring moments grows with the logarithm of the time between them, so an activity of
/// milliseconds and a timer of months fit on one line.
/// </remarks>
internal sealed class TimeScale
{
    private readonly ImmutableArray<DateTimeOffset> _moments;
    private readonly ImmutableArray<double> _positions;

    /// <summary>A scale over moments, in any order, from 0 to <paramref name="width"/>.</summary>
    public TimeScale(IEnumerable<DateTimeOffset> moments, int width)
    {
        _moments = [.. moments.Distinct().Order()];
        var gaps = _moments.Zip(_moments.Skip(1), (one, next) => Math.Log10(2 + (next - one).TotalMilliseconds));
        var ends = gaps.Aggregate(ImmutableArray.Create(0.0), (all, gap) => all.Add(all[^1] + gap));
        _positions = [.. ends.Select(end => ends[^1] == 0 ? 0 : end / ends[^1] * width)];
    }

    /// <summary>The earliest.</summary>
    public DateTimeOffset First => _moments[0];

    /// <summary>The latest.</summary>
    public DateTimeOffset Last => _moments[^1];

    /// <summary>Where one of its moments is; others are where the next later one is.</summary>
    public int At(DateTimeOffset moment)
    {
        var index = _moments.BinarySearch(moment);
        return (int)Math.Round(_positions[Math.Min(index < 0 ? ~index : index, _positions.Length - 1)]);
    }
}

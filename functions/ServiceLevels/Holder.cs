using ItsmServerless.Incidents;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>In whose hands a record is.</summary>
/// <param name="Group">Of a group; null while none has been given the record.</param>
public sealed record Holder(HolderKind Kind, string? Group = null)
{
    private static readonly Holder Closed = new(HolderKind.Closed);

    /// <summary>Who had the record from when on, in order, by what happened to it until an instant.</summary>
    public static IReadOnlyList<(Instant From, Holder Holder)> Timeline(IEnumerable<Moment> moments, Instant until)
    {
        var timeline = new List<(Instant From, Holder Holder)>();
        string? group = null;
        var holder = new Holder(HolderKind.Group);
        foreach (var moment in moments.TakeWhile(moment => moment.At <= until))
        {
            group = moment.Traits is { } traits ? traits.Group : group;
            holder = After(moment, holder, group);
            timeline.Add((moment.At, holder));
        }
        return timeline;
    }

    /// <summary>An interval in parts, one for each holder; neighbours of one holder are one part.</summary>
    public static IEnumerable<ClockInterval> Split(
        ClockInterval interval, IReadOnlyList<(Instant From, Holder Holder)> timeline)
    {
        if (interval.Kind == IntervalKind.Closed) return [interval with { Holder = Closed }];
        var parts = new List<ClockInterval>();
        for (var i = 0; i < timeline.Count; i++)
        {
            var from = Instant.Max(interval.From, timeline[i].From);
            var to = i + 1 < timeline.Count ? Instant.Min(interval.To, timeline[i + 1].From) : interval.To;
            if (from >= to) continue;
            if (parts is [.., var last] && last.Holder == timeline[i].Holder) parts[^1] = last with { To = to };
            else parts.Add(interval with { From = from, To = to, Holder = timeline[i].Holder });
        }
        return parts;
    }

    private static Holder After(Moment moment, Holder before, string? group) => moment.Kind switch
    {
        MomentKind.Held => new(OfHold(moment.Reason)),
        MomentKind.Unmerged when moment.Reason is { } reason => new(OfHold(reason)),
        MomentKind.Resolved or MomentKind.Closed or MomentKind.Cancelled => new(HolderKind.Nobody),
        MomentKind.Created or MomentKind.Resumed or MomentKind.Reopened or MomentKind.Unmerged =>
            new(HolderKind.Group, group),
        _ => before.Kind == HolderKind.Group ? before with { Group = group } : before,
    };

    private static HolderKind OfHold(HoldReason? reason) => reason switch
    {
        HoldReason.AwaitingSupplier => HolderKind.Supplier,
        HoldReason.AwaitingChange => HolderKind.Change,
        _ => HolderKind.Requester,
    };
}

/// <summary>How much of a clock's time a record was in whose hands; closed hours are nobody's.</summary>
/// <param name="Group">Of a group.</param>
public sealed record HolderShare(HolderKind Holder, string? Group, Duration Time)
{
    /// <summary>Adds up, in the order of their first appearance. All shares together are the time from the clock's
    /// start to its stop, or until now.</summary>
    public static IReadOnlyList<HolderShare> Of(IEnumerable<ClockInterval> intervals) =>
    [
        .. intervals.GroupBy(interval => interval.Holder).Select(held => new HolderShare(
            held.Key.Kind, held.Key.Group,
            held.Aggregate(Duration.Zero, (sum, interval) => sum + (interval.To - interval.From)))),
    ];
}

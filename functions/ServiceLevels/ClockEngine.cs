using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The clocks of a record: a function of its agreements, their calendars, what happened, and now. Nothing
/// else.</summary>
/// <remarks>
/// The same function answers the API, steers the orchestration and the sweeper, and simulates. What happened after
/// <c>now</c> is not looked at, so the past can be asked for at any time and answers as it did then.
/// </remarks>
public static class ClockEngine
{
    /// <summary>Every clock that has begun, by target, then by round.</summary>
    /// <param name="subject">The part of the clocks' ids that names the record: its ULID.</param>
    /// <param name="moments">In the order they happened.</param>
    public static IReadOnlyList<ServiceClock> Evaluate(
        string subject, Commitment commitment, IReadOnlyList<Moment> moments, Instant now) =>
        [.. Readings(subject, commitment, moments, now).Select(read => read.Reading.Clock(read.Id, read.Metric))];

    /// <summary>The same, each clock with every part of its time and in whose hands the record was; the parts that
    /// count make up what has elapsed.</summary>
    public static IReadOnlyList<ExplainedClock> Explain(
        string subject, Commitment commitment, IReadOnlyList<Moment> moments, Instant now)
    {
        var holders = Holder.Timeline(moments, now);
        return
        [
            .. Readings(subject, commitment, moments, now).Select(read => new ExplainedClock(
                read.Reading.Clock(read.Id, read.Metric),
                [.. read.Reading.Intervals().SelectMany(interval => Holder.Split(interval, holders))])),
        ];
    }

    private static IEnumerable<(string Id, Metric Metric, RoundReading Reading)> Readings(
        string subject, Commitment commitment, IReadOnlyList<Moment> moments, Instant now) =>
        from target in commitment.Agreement.Targets
        from round in RoundRecorder.Record(commitment, target, moments, now)
        let reading = RoundReading.Of(commitment, round, now)
        where reading is not null
        select (IdOf(subject, commitment.Agreement, target.Metric, round.Number), target.Metric, reading);

    private static string IdOf(string subject, Agreement agreement, Metric metric, int round)
    {
        var id = $"clk_{subject}.{agreement.Key}.{Kernel.Outcomes.Words<Metric>.Of(metric)}";
        return metric == Metric.NextResponse ? $"{id}.{round}" : id;
    }
}

/// <summary>A clock and every part of its time.</summary>
public sealed record ExplainedClock(ServiceClock Clock, IReadOnlyList<ClockInterval> Intervals)
{
    /// <summary>The same time by whose hands the record was in.</summary>
    public IReadOnlyList<HolderShare> Holders => HolderShare.Of(Intervals);
}

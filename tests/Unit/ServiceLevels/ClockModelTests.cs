using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>The engine against a minute-by-minute model, for any calendar, agreement and life of a ticket.</summary>
public sealed class ClockModelTests
{
    private const int Runs = 25_000;

    private static readonly Gen<Case> Cases = On(Any.Life);

    /// <summary>What needs no model is true to the tick.</summary>
    private static readonly Gen<Case> Ticking = On(Any.LifeToTheTick);

    private static Gen<Case> On(Gen<Moment[]> life) => Gen.Select(
        Any.Calendar, life, Gen.Select(Any.Within, Any.Within), Gen.Enum<AgreementKind>(), Gen.Enum<Metric>(), Gen.Bool,
        Gen.Int[0, 60 * 24 * 5],
        (calendar, moments, within, kind, metric, pauses, after) => new Case(calendar, moments, Agree(kind, metric, within, pauses), after));

    [Fact]
    public void Clocks_AreWhatTheModelTallies() => Cases.Sample(
        @case =>
        {
            var (tallies, clocks) = (@case.Model(), @case.Clocks(@case.Now));
            Assert.Equal(
                tallies.Select(tally => (tally.StartedAt, tally.Within!.Value, tally.Elapsed)),
                clocks.Select(clock => (clock.StartedAt, clock.Within, clock.Elapsed)));
            foreach (var (tally, clock) in tallies.Zip(clocks)) AssertEnd(tally, clock);
        },
        iter: Runs);

    [Fact]
    public void Intervals_AreWithoutGaps_AndThoseThatCountMakeUpWhatElapsed() => Ticking.Sample(
        @case =>
        {
            foreach (var (clock, intervals) in ClockEngine.Explain(Ticket.Subject, @case.Commitment, @case.Life, @case.Now))
            {
                Assert.Equal(clock.Elapsed, Sum(intervals.Where(interval => interval.Kind == IntervalKind.Counting)));
                Assert.Equal((clock.StoppedAt ?? @case.Now) - clock.StartedAt, Sum(intervals));
            }
        },
        iter: Runs);

    /// <summary>What happens later changes nothing about earlier.</summary>
    [Fact]
    public void ThePast_AnswersAsItDidThen() => Ticking.Sample(
        @case =>
        {
            var then = @case.Life[@case.Life.Length / 2].At;
            Moment[] known = [.. @case.Life.Where(moment => moment.At <= then)];
            Assert.Equal(Comparable((@case with { Life = known }).Clocks(then)), Comparable(@case.Clocks(then)));
        },
        iter: Runs);

    /// <summary>Looking at an instant and later at another is the same as looking at the other alone, and what was counted
    /// until the first stays counted.</summary>
    [Fact]
    public void LookingEarlier_ChangesNothing_AndWhatWasCountedStays() => Ticking.Sample(
        @case =>
        {
            var (then, now) = (@case.Life[@case.Life.Length / 2].At, @case.Now);
            var (twice, once) = (@case with { }, @case with { });
            var earlier = twice.Explained(then);
            var later = twice.Explained(now);
            Assert.Equal(Comparable(once.Clocks(now)), Comparable(later.Select(read => read.Clock)));
            foreach (var before in earlier)
            {
                var after = later.Single(read => read.Clock.Id == before.Clock.Id);
                Assert.Equal(before.Clock.Elapsed, Sum(Counting(after.Intervals, until: then)));
                Assert.Equal(after.Clock.Elapsed - before.Clock.Elapsed, Sum(Counting(after.Intervals, since: then)));
            }
        },
        iter: Runs);

    /// <summary>While nothing happens, a running clock keeps its due time, and becomes breached exactly then.</summary>
    [Fact]
    public void DueTime_StaysWhileNothingHappens_AndIsWhenTheBreachComes() => Ticking.Sample(
        @case =>
        {
            foreach (var clock in @case.Clocks(@case.Now).Where(clock => clock.State == ClockState.Running))
            {
                var due = clock.DueAt!.Value;
                Assert.Equal(ClockState.Running, @case.Again(clock, due - Duration.FromTicks(1)).State);
                Assert.Equal((ClockState.Breached, due, due), Breach(@case.Again(clock, due)));
                Assert.Equal((ClockState.Breached, due, due), Breach(@case.Again(clock, due + Duration.FromHours(50))));
            }
        },
        iter: Runs);

    /// <summary>The parts that count, cut to a time.</summary>
    private static IEnumerable<ClockInterval> Counting(
        IEnumerable<ClockInterval> intervals, Instant? since = null, Instant? until = null) =>
        from interval in intervals
        where interval.Kind == IntervalKind.Counting
        let cut = interval with
        {
            From = Instant.Max(interval.From, since ?? Instant.MinValue),
            To = Instant.Min(interval.To, until ?? Instant.MaxValue),
        }
        where cut.From < cut.To
        select cut;

    private static void AssertEnd(ModelClock tally, ServiceClock clock)
    {
        if (tally.Elapsed > tally.Within) Assert.Equal((ClockState.Breached, tally.UsedUpAt), (clock.State, clock.DueAt));
        if (tally.Elapsed < tally.Within) Assert.NotEqual(ClockState.Breached, clock.State);
    }

    private static (ClockState, Instant?, Instant?) Breach(ServiceClock clock) => (clock.State, clock.DueAt, clock.BreachedAt);

    private static IEnumerable<object> Comparable(IEnumerable<ServiceClock> clocks) => clocks.Select(
        clock => (clock.Id, clock.State, clock.DueAt, clock.StoppedAt, clock.BreachedAt, clock.Within, clock.Elapsed)).Cast<object>();

    private static Duration Sum(IEnumerable<ClockInterval> intervals) =>
        intervals.Aggregate(Duration.Zero, (sum, interval) => sum + (interval.To - interval.From));

    private static Agreement Agree(
        AgreementKind kind, Metric metric, (Duration Usual, Duration Urgent) within, bool pauses) => new(
        "gold", kind, "incident", kind == AgreementKind.Ola ? new([], [], ["network"]) : Match.All, "any",
        [new(metric, within.Usual, new Dictionary<Priority, Duration> { [Priority.P1] = within.Urgent, [Priority.P5] = within.Urgent })],
        pauses ? [HoldReason.AwaitingRequester, HoldReason.AwaitingSupplier] : [], [], 1, Instant.MinValue);

    /// <summary>A copy counts up its hours anew.</summary>
    private sealed record Case(PutCalendar Calendar, Moment[] Life, Agreement Agreement, int MinutesAfter)
    {
        public Case(Case other) => (Calendar, Life, Agreement, MinutesAfter, Hours) =
            (other.Calendar, other.Life, other.Agreement, other.MinutesAfter, other.Calendar.ToHours());

        public BusinessHours Hours { get; } = Calendar.ToHours();

        public Commitment Commitment => new(Agreement, "any", 1, Hours);

        public Instant Now => Life[^1].At + Duration.FromMinutes(MinutesAfter);

        public List<ModelClock> Model() => new MinuteModel(Agreement, Agreement.Targets[0].Metric, Hours, Life).Until(Now);

        public IReadOnlyList<ServiceClock> Clocks(Instant now) => ClockEngine.Evaluate(Ticket.Subject, Commitment, Life, now);

        public IReadOnlyList<ExplainedClock> Explained(Instant now) => ClockEngine.Explain(Ticket.Subject, Commitment, Life, now);

        public ServiceClock Again(ServiceClock clock, Instant now) => Clocks(now).Single(again => again.Id == clock.Id);
    }
}

using System.Collections.Frozen;
using CsCheck;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

/// <summary>A queue that is worked off at a known rate, on a clock that is moved: what is accepted is what the queue can
/// bear.</summary>
public sealed class WritePaceTests
{
    private static readonly TimeSpan Target = TimeSpan.FromSeconds(2);

    [Fact]
    public void WhileNothingIsLate_AnyNumberIsAccepted()
    {
        var pace = new WritePace<string>(Target, new HandClock());

        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.True(pace.TryAccept("anybody", default)));
    }

    [Fact]
    public void FiveTimesTheCapacity_KeepsTheQueueBusy_AndShort() => Gen.Int[10, 200].Sample(capacity =>
    {
        var world = new World(capacity);

        world.Run(seconds: 30, flooding: 5 * capacity, quiet: 0); // Until it has found the pace.
        var before = world.Done;
        world.Run(seconds: 60, flooding: 5 * capacity, quiet: 0);

        Assert.True(world.Done - before >= 0.95 * capacity * 60, $"{world.Done - before} of {capacity * 60} were worked off.");
        Assert.True(world.Waits < 3 * Target, $"What comes waits for {world.Waits}.");
    }, iter: 20);

    [Fact]
    public void AfterTheFlood_AllIsWorkedOffWithinHalfAMinute() => Gen.Int[10, 200].Sample(capacity =>
    {
        var world = new World(capacity);

        world.Run(seconds: 60, flooding: 5 * capacity, quiet: 0);
        world.Run(seconds: 30, flooding: 0, quiet: capacity / 10);

        Assert.True(world.Waits < TimeSpan.FromSeconds(1), $"What comes still waits for {world.Waits}.");
        Assert.Equal(0, world.RefusedLately);
    }, iter: 20);

    [Fact]
    public void TenantThatAsksForItsShareAndNoMore_IsNeverRefused() => Gen.Int[20, 200].Sample(capacity =>
    {
        var world = new World(capacity);

        world.Run(seconds: 30, flooding: 5 * capacity, quiet: capacity / 4);
        world.Run(seconds: 60, flooding: 5 * capacity, quiet: capacity / 4);

        Assert.Equal(0, world.RefusedLately);
    }, iter: 20);

    private sealed class World(int capacity)
    {
        private const int StepsPerSecond = 200;
        private readonly HandClock _clock = new();
        private readonly Queue<DateTimeOffset> _queue = new();
        private Backlog? _backlog;
        private WritePace<string>? _pace;
        private double _flood, _others, _work;

        public int Done { get; private set; }

        /// <summary>Of the quiet tenant's, in the last run.</summary>
        public int RefusedLately { get; private set; }

        public TimeSpan Waits => _queue.Count / (double)capacity * TimeSpan.FromSeconds(1);

        public void Run(int seconds, int flooding, int quiet)
        {
            _backlog ??= new(new(FrozenDictionary<string, PlanRates>.Empty, 64) { Backlog = Target }, _clock);
            _pace ??= new(Target, _clock);
            RefusedLately = 0;
            for (var step = 0; step < seconds * StepsPerSecond; step++)
            {
                _clock.Move(TimeSpan.FromSeconds(1.0 / StepsPerSecond));
                for (_flood += (double)flooding / StepsPerSecond; _flood >= 1; _flood--) Ask("flooding");
                for (_others += (double)quiet / StepsPerSecond; _others >= 1; _others--) AskQuietly();
                for (_work += (double)capacity / StepsPerSecond; _work >= 1; _work--) WorkOff();
            }
        }

        private bool Ask(string who)
        {
            if (!_pace!.TryAccept(who, _backlog!.Level)) return false;
            _queue.Enqueue(_clock.GetUtcNow());
            return true;
        }

        private void AskQuietly()
        {
            if (!Ask("quiet")) RefusedLately++;
        }

        private void WorkOff()
        {
            if (!_queue.TryDequeue(out var accepted)) return;
            _backlog!.Took("feed", _clock.GetUtcNow() - accepted);
            Done++;
        }
    }
}

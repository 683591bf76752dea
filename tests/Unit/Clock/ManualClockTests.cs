using ItsmServerless.Local.Clock;
using Xunit;

namespace ItsmServerless.Tests.Unit.Clock;

public sealed class ManualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly ManualClock _clock = new(Start);
    private readonly Quiescence _quiescence = new();

    [Fact]
    public void Time_WithoutAdvance_StandsStill()
    {
        Assert.Equal(Start, _clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, _clock.GetElapsedTime(_clock.GetTimestamp()));
    }

    [Fact]
    public async Task Advance_MovesTimeAndTimestampByTheSameAmount()
    {
        var before = _clock.GetTimestamp();
        await AdvanceAsync(TimeSpan.FromMinutes(90));
        Assert.Equal(Start.AddMinutes(90), _clock.GetUtcNow());
        Assert.Equal(TimeSpan.FromMinutes(90), _clock.GetElapsedTime(before));
    }

    [Fact]
    public async Task Advance_FiresTimersInOrder_EachAtItsOwnTime()
    {
        var fired = new List<(string Name, DateTimeOffset At)>();
        using var late = Timer("late", TimeSpan.FromMinutes(20), fired);
        using var early = Timer("early", TimeSpan.FromMinutes(10), fired);
        using var never = Timer("never", TimeSpan.FromMinutes(31), fired);
        await AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal([("early", Start.AddMinutes(10)), ("late", Start.AddMinutes(20))], fired);
    }

    [Fact]
    public async Task Advance_FiresWhatACallbackSets_WhenItFallsDueOnTheWay()
    {
        var fired = new List<(string Name, DateTimeOffset At)>();
        using var second = Timer("second", Timeout.InfiniteTimeSpan, fired);
        using var first = _clock.CreateTimer(
            _ => second.Change(TimeSpan.FromMinutes(5), Timeout.InfiniteTimeSpan), null, TimeSpan.FromMinutes(5),
            Timeout.InfiniteTimeSpan);
        await AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal([("second", Start.AddMinutes(10))], fired);
    }

    [Fact]
    public async Task Advance_JumpsAtMostAnHour_AndTellsEachJump()
    {
        var jumps = new List<(DateTimeOffset From, DateTimeOffset To)>();
        _clock.Jumped += (_, jump) => jumps.Add((jump.From, jump.To));
        await AdvanceAsync(TimeSpan.FromMinutes(150));
        Assert.Equal(
            [(0, 60), (60, 120), (120, 150)],
            jumps.Select(jump => ((jump.From - Start).TotalMinutes, (jump.To - Start).TotalMinutes)));
    }

    [Fact]
    public async Task Advance_FiresAPeriodicTimerOnceAJump_AndNeverJumpsShorterForIt()
    {
        var fired = new List<(string Name, DateTimeOffset At)>();
        using var tick = _clock.CreateTimer(
            _ => fired.Add(("tick", _clock.GetUtcNow())), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        await AdvanceAsync(TimeSpan.FromHours(2));
        Assert.Equal([("tick", Start.AddHours(1)), ("tick", Start.AddHours(2))], fired);
    }

    [Fact]
    public async Task Advance_WaitsForWorkThatATimerBegan_BeforeItGoesOn()
    {
        var workDoneAt = new List<DateTimeOffset>();
        using var timer = _clock.CreateTimer(
            _ => _ = WorkAsync(_quiescence.Track()), null, TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan);
        await AdvanceAsync(TimeSpan.FromHours(5));
        Assert.Equal([Start.AddMinutes(1)], workDoneAt);

        async Task WorkAsync(IDisposable work)
        {
            using (work)
            {
                for (var step = 0; step < 100; step++)
                    await Task.Yield();
                workDoneAt.Add(_clock.GetUtcNow());
            }
        }
    }

    [Fact]
    public async Task Advance_WakesDelaysOfTheClock()
    {
        var delay = Task.Delay(TimeSpan.FromDays(2), _clock);
        Assert.Equal(Start.AddDays(2), _clock.NextDue);
        await AdvanceAsync(TimeSpan.FromDays(2) - TimeSpan.FromTicks(1));
        Assert.False(delay.IsCompleted);
        await AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.True(delay.IsCompletedSuccessfully);
        Assert.Null(_clock.NextDue);
    }

    [Fact]
    public async Task Advance_ByLessThanNothing_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => AdvanceAsync(TimeSpan.FromTicks(-1)));

    [Fact]
    public async Task Timer_Disposed_NeverFires()
    {
        var fired = new List<(string Name, DateTimeOffset At)>();
        var timer = Timer("gone", TimeSpan.FromMinutes(1), fired);
        await timer.DisposeAsync();
        await AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(fired);
        Assert.False(timer.Change(TimeSpan.FromMinutes(1), Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task Timer_DueAtOnce_FiresWithoutTheClockMoving()
    {
        var fired = new TaskCompletionSource();
        using var timer = _clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        await fired.Task;
        Assert.Equal(Start, _clock.GetUtcNow());
    }

    [Fact]
    public async Task Time_IsSavedBeforeItIsShown()
    {
        var shownWhenSaved = new List<(DateTimeOffset Saved, DateTimeOffset Shown)>();
        ManualClock? clock = null;
        clock = new ManualClock(Start, (to, _) =>
        {
            shownWhenSaved.Add((to, clock!.GetUtcNow()));
            return Task.CompletedTask;
        });
        await clock.AdvanceAsync(TimeSpan.FromMinutes(1), _quiescence, default);
        Assert.Equal([(Start.AddMinutes(1), Start)], shownWhenSaved);
    }

    private Task AdvanceAsync(TimeSpan by) => _clock.AdvanceAsync(by, _quiescence, default);

    private ITimer Timer(string name, TimeSpan due, List<(string, DateTimeOffset)> fired) =>
        _clock.CreateTimer(_ => fired.Add((name, _clock.GetUtcNow())), null, due, Timeout.InfiniteTimeSpan);
}

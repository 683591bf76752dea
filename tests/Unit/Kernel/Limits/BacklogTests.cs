using System.Collections.Frozen;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class BacklogTests
{
    private static readonly TimeSpan TooLong = TimeSpan.FromSeconds(4);
    private readonly HandClock _clock = new();
    private readonly Backlog _backlog;

    public BacklogTests() => _backlog = new(
        new(FrozenDictionary<string, PlanRates>.Empty, 64) { Backlog = TimeSpan.FromSeconds(3) }, _clock);

    [Fact]
    public void Burst_ThatIsWorkedOffWithinASecond_IsNotLate()
    {
        Take("feed", TooLong);
        Take("feed", TooLong, after: 0.9);

        Assert.Equal(new BacklogLevel(TooLong, false), _backlog.Level);
    }

    [Fact]
    public void Queue_OfWhichAllIsLateForASecond_IsLate()
    {
        Take("feed", TooLong);
        Take("feed", TooLong, after: 0.5);
        Take("feed", TooLong, after: 0.5);

        Assert.Equal(new BacklogLevel(TooLong, true), _backlog.Level);
    }

    [Fact]
    public void OneThatComesInTime_EndsIt()
    {
        Take("feed", TooLong);
        Take("feed", TooLong, after: 1);
        Take("feed", TimeSpan.FromSeconds(3), after: 0.1);

        Assert.False(_backlog.Level.IsLate);
    }

    [Fact]
    public void QueueThatIsInTime_DoesNotHideOneThatIsLate()
    {
        Take("search", TooLong);
        Take("search", TooLong, after: 1);
        Take("feed", TimeSpan.Zero);

        Assert.Equal(new BacklogLevel(TooLong, true), _backlog.Level);
    }

    [Fact]
    public void QueueFromWhichNothingIsTaken_IsEmpty()
    {
        Take("feed", TooLong);
        Take("feed", TooLong, after: 1);

        _clock.Move(TimeSpan.FromSeconds(2));

        Assert.Equal(default, _backlog.Level);
    }

    private void Take(string queue, TimeSpan waited, double after = 0)
    {
        _clock.Move(TimeSpan.FromSeconds(after));
        _backlog.Took(queue, waited);
    }
}

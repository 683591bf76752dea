using System.Collections.Frozen;
using CsCheck;
using ItsmServerless.Kernel.Limits;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class ConcurrencyBoundTests
{
    private readonly HandClock _clock = new();
    private readonly ConcurrencyBound _bound;

    public ConcurrencyBoundTests() => _bound = new(Settings, _clock);

    private static LimitSettings Settings => new(FrozenDictionary<string, PlanRates>.Empty, 64) { LeastUnderWay = 16 };

    [Fact]
    public void PlacesThatNobodyMisses_StayAsTheyAre()
    {
        Assert.Equal(16, _bound.Limit);

        Second(5, isMissed: false);

        Assert.Equal(16, _bound.Limit);
    }

    [Fact]
    public void WhileStorageIsAsFastAsEver_ThereAreMorePlaces_UntilThereAreEnough()
    {
        Second(5, isMissed: true);
        Assert.Equal(18, _bound.Limit); // 16 * 1.1, up

        for (var second = 0; second < 60; second++) Second(5, isMissed: true);

        Assert.Equal(64, _bound.Limit);
    }

    [Fact]
    public void StorageThatIsSlow_TakesPlacesAway_ButNotTheLeast()
    {
        for (var second = 0; second < 60; second++) Second(5, isMissed: true);

        Second(21, isMissed: true); // above 4 * 5
        Assert.Equal(57, _bound.Limit); // 64 * 0.9, down
        for (var second = 0; second < 60; second++) Second(40, isMissed: true);

        Assert.Equal(16, _bound.Limit);
    }

    [Fact]
    public void FewCalls_SayNothing()
    {
        Second(5, isMissed: true);

        _clock.Move(TimeSpan.FromSeconds(1));
        _bound.MissedOne();
        for (var call = 0; call < 19; call++) _bound.Saw(TimeSpan.FromMilliseconds(500));

        Assert.Equal(18, _bound.Limit);
    }

    [Fact]
    public void StorageThatIsSlowForGood_IsSlowNoLonger()
    {
        Second(5, isMissed: true);

        for (var second = 0; second < 2_000; second++) Second(30, isMissed: true); // 1.001^2000 = 7.4

        Assert.Equal(64, _bound.Limit);
    }

    [Fact]
    public void Limit_IsAlwaysBetweenLeastAndMost() => Gen.Select(Gen.Int[0, 1_000], Gen.Bool).Array[1, 100].Sample(seconds =>
    {
        var (clock, settings) = (new HandClock(), Settings);
        var bound = new ConcurrencyBound(settings, clock);
        return seconds.All(second =>
        {
            Second(bound, clock, second.Item1, second.Item2);
            return bound.Limit >= settings.LeastUnderWay && bound.Limit <= settings.ConcurrentRequests;
        });
    });

    private void Second(int milliseconds, bool isMissed) => Second(_bound, _clock, milliseconds, isMissed);

    private static void Second(ConcurrencyBound bound, HandClock clock, int milliseconds, bool isMissed)
    {
        if (isMissed) bound.MissedOne();
        clock.Move(TimeSpan.FromSeconds(1));
        for (var call = 0; call < 20; call++) bound.Saw(TimeSpan.FromMilliseconds(milliseconds));
    }
}

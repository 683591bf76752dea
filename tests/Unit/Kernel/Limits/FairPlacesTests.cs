using ItsmServerless.Kernel.Limits;
using ItsmServerless.Local.Clock;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Limits;

public sealed class FairPlacesTests : IDisposable
{
    private const int Limit = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 22, 9, 30, 0, TimeSpan.Zero));
    private readonly FairPlaces<string> _places;

    public FairPlacesTests() => _places = new(_clock);

    public void Dispose() => _clock.Dispose();

    [Fact]
    public async Task WhoHasNothing_GetsItsPlaceAtOnce_WhileTheFloodWaits()
    {
        var flood = Enumerable.Range(0, 50).Select(_ => Enter("flooding")).ToArray();

        Assert.Equal(16, flood.Count(one => one.IsCompleted));
        Assert.True(await Enter("quiet"));
    }

    [Fact]
    public async Task PlacesThatComeBack_AreKeptFromTheFlood_UntilItHoldsNoMoreThanOthers()
    {
        var flood = Enumerable.Range(0, 50).Select(_ => Enter("flooding")).ToArray();
        var quiet = Enumerable.Range(0, 10).Select(_ => Enter("quiet")).ToArray();
        Assert.Equal(8, quiet.Count(one => one.IsCompleted));

        for (var back = 0; back < 8; back++) _places.Leave("flooding", Limit);
        Assert.Equal(16, flood.Count(one => one.IsCompleted));
        _places.Leave("flooding", Limit);
        Assert.True(await flood[16]);
        _places.Leave("quiet", Limit);

        Assert.True(await quiet[8]);
    }

    [Fact]
    public async Task WhoWaitsInVain_GivesUp_AndIsNotGivenAPlaceAfterwards()
    {
        var flood = Enumerable.Range(0, 17).Select(_ => Enter("flooding")).ToArray();

        await _clock.AdvanceAsync(Patience, new Quiescence(), TestContext.Current.CancellationToken);
        Assert.False(await flood[16]);
        _places.Leave("flooding", Limit);

        Assert.Equal(15, _places.Taken);
    }

    [Fact]
    public async Task WhoGoesAway_WaitsNoLonger()
    {
        for (var one = 0; one < 16; one++) await Enter("flooding");
        using var caller = new CancellationTokenSource();
        var waiting = _places.Enter("flooding", Limit, Patience, caller.Token).AsTask();

        await caller.CancelAsync();

        Assert.False(await waiting);
    }

    [Fact]
    public async Task AllWhoLeft_LeaveNothingBehind()
    {
        for (var one = 0; one < 16; one++) await Enter("flooding");
        for (var one = 0; one < 16; one++) _places.Leave("flooding", Limit);

        Assert.Equal(0, _places.Taken);
        Assert.True(await Enter("flooding"));
    }

    private Task<bool> Enter(string who) => _places.Enter(who, Limit, Patience, TestContext.Current.CancellationToken).AsTask();
}

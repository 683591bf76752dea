using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskClockTests(DeskRig desk) : IClassFixture<DeskRig>
{
    [Theory]
    [InlineData("PT30M", 30)]
    [InlineData("1 h 15 min", 75)]
    public async Task Advance_ByWhatAPersonWrites_MovesTheClock_AndSaysSo(string by, int minutes)
    {
        var before = desk.Host.Clock!.GetUtcNow();
        Assert.Contains("The clock was advanced by", await desk.SubmitAsync("/clock/advance", ("by", by)));
        Assert.Equal(before.AddMinutes(minutes), desk.Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Advance_ToTheNextDueThing_StopsThere()
    {
        var before = desk.Host.Clock!.GetUtcNow();
        await desk.SubmitAsync("/clock/advance", ("to", "next"));
        var now = desk.Host.Clock.GetUtcNow();
        Assert.InRange(now, before.AddTicks(1), before.AddMinutes(10));
        Assert.Equal((0, 0), (now.Minute % 10, now.Second));
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-PT1H")]
    [InlineData("P100000D")]
    [InlineData("")]
    public async Task Advance_ByWhatIsNoDuration_IsSaid_AndTheClockStands(string by)
    {
        var before = desk.Host.Clock!.GetUtcNow();
        Assert.Contains("is no duration such as PT4H", await desk.SubmitAsync("/clock/advance", ("by", by)));
        Assert.Equal(before, desk.Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Page_ShowsTheTimerFunctionThatIsDue() =>
        Assert.Matches(@"Timer function</div>.*<div>Tick</div>", await desk.PageAsync("/clock"));
}

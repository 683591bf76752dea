using ItsmServerless.Local.Desk.Orchestrations;
using Xunit;

namespace ItsmServerless.Tests.Unit.Desk;

public sealed class TimeScaleTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Moments_AreInOrder_FromTheLeftEdgeToTheRight()
    {
        DateTimeOffset[] moments = [Start.AddDays(40), Start, Start.AddMilliseconds(3), Start.AddHours(1)];
        var scale = new TimeScale(moments, 1000);
        var places = moments.Order().Select(scale.At).ToList();
        Assert.Equal((0, 1000), (places[0], places[^1]));
        Assert.Equal(places.Distinct().Order(), places);
    }

    [Fact]
    public void Milliseconds_BesideMonths_CanBeSeen()
    {
        var scale = new TimeScale([Start, Start.AddMilliseconds(5), Start.AddDays(90)], 1000);
        Assert.InRange(scale.At(Start.AddMilliseconds(5)), 30, 500);
    }

    [Fact]
    public void OneMoment_IsAtTheLeft() => Assert.Equal(0, new TimeScale([Start, Start], 1000).At(Start));
}

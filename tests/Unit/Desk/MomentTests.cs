using ItsmServerless.Local.Desk.Markup;
using Xunit;

namespace ItsmServerless.Tests.Unit.Desk;

public sealed class MomentTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));

    [Theory]
    [InlineData("00:00:00.350", "350 ms")]
    [InlineData("00:00:07", "7 s")]
    [InlineData("01:00:05", "1 h")]
    [InlineData("02:03:04", "2 h 3 min")]
    [InlineData("50.06:00:00", "50 d 6 h")]
    public void Span_IsItsTwoLargestUnits(string span, string expected) =>
        Assert.Equal(expected, Moment.Span(TimeSpan.Parse(span, null)));

    [Theory]
    [InlineData(0, "now")]
    [InlineData(-180, "3 min ago")]
    [InlineData(180, "in 3 min")]
    public void Relative_SaysHowFar(int seconds, string expected) =>
        Assert.Equal(expected, Moment.Relative(Now.AddSeconds(seconds), Now));

    [Fact]
    public void Plain_IsInUtc() => Assert.Equal("2026-01-01 10:00:00Z", Moment.Plain(Now));
}

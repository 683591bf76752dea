using ItsmServerless.Local.Desk.Time;
using Xunit;

namespace ItsmServerless.Tests.Unit.Desk;

public sealed class HumanDurationTests
{
    [Theory]
    [InlineData("PT4H", "04:00:00")]
    [InlineData("pt90m", "01:30:00")]
    [InlineData("P1DT1S", "1.00:00:01")]
    [InlineData("4h", "04:00:00")]
    [InlineData("2 d 30 min", "2.00:30:00")]
    [InlineData("1.5 hours", "01:30:00")]
    [InlineData("1 week", "7.00:00:00")]
    [InlineData("90 s", "00:01:30")]
    public void Duration_InEitherWay_IsRead(string text, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, null), HumanDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("-PT1H")]
    [InlineData("4")]
    [InlineData("h")]
    [InlineData("4 fortnights")]
    [InlineData("999999999999 d")]
    [InlineData("1 h later")]
    public void Anything_Else_IsNone(string text) => Assert.Null(HumanDuration.Parse(text));
}

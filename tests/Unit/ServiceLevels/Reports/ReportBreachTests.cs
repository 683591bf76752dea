using ItsmServerless.ServiceLevels;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportBreachTests
{
    [Fact]
    public void Breach_IsListed_WithTheTimeItIsOverdue()
    {
        var breach = Assert.Single(Decided.Report(Decided.Clock(took: TimeSpan.FromHours(9.5)), Decided.Clock(number: 2)).Breaches);
        Assert.Equal(("INC-000001", Duration.FromHours(5.5)), (breach.Number, breach.OverdueBy));
        Assert.Equal("All 9 h 30 min that counted with group desk.", breach.Reason);
    }

    [Fact]
    public void Breach_ThatIsStillOpen_IsNotSaidToBeOverByAnything()
    {
        var breach = Assert.Single(Decided.Report(Decided.Clock(took: TimeSpan.FromHours(9), stops: false)).Breaches);
        Assert.Null(breach.StoppedAt);
        Assert.Null(breach.OverdueBy);
    }

    [Fact]
    public void Breaches_AreInOrderOfTime()
    {
        var report = Decided.Report([.. new[] { 30, 10, 20 }.Select(n => Decided.Clock(took: TimeSpan.FromHours(5), number: n))]);
        Assert.Equal(["INC-000010", "INC-000020", "INC-000030"], report.Breaches.Select(breach => breach.Number));
    }

    [Fact]
    public void Reason_NamesTheLargestShares_AndAddsUpTheRest()
    {
        var shares = BreachShare.Of(
        [
            new(HolderKind.Group, null, Duration.FromMinutes(30)), new(HolderKind.Group, "net", Duration.FromHours(3)),
            new(HolderKind.Supplier, null, Duration.FromHours(2)), new(HolderKind.Group, "net", Duration.FromHours(3)),
            new(HolderKind.Change, null, Duration.FromMinutes(20)), new(HolderKind.Requester, null, Duration.FromMinutes(10)),
        ]);
        Assert.Equal([66.66m, 22.22m, 5.55m, 3.70m, 1.85m], shares.Select(share => share.Percent));
        Assert.Equal(
            "Of 9 h that counted, 6 h (66.66 %) with group net, 2 h (22.22 %) waiting for the supplier, " +
            "30 min (5.55 %) with no group, and 30 min elsewhere.",
            BreachReason.Of(shares));
    }

    [Fact]
    public void Reason_WhenNothingCounted_SaysSo() => Assert.Equal("No time counted.", BreachReason.Of([]));

    [Theory]
    [InlineData(0, "0 min")]
    [InlineData(59.9, "59 s")]
    [InlineData(60, "1 min")]
    [InlineData(3600 * 25, "25 h")]
    [InlineData((3600 * 2) + 61, "2 h 1 min 1 s")]
    public void Time_IsToldInHoursMinutesAndSeconds(double seconds, string expected) =>
        Assert.Equal(expected, BreachReason.Text(Duration.FromSeconds(seconds)));
}

using CsCheck;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class ReportPeriodTests
{
    [Theory]
    [InlineData("UTC", "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z", "2026-11")]
    [InlineData("Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z", "2026-10 2026-11")]
    [InlineData("America/New_York", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z", "2026-11 2026-12")]
    public void Month_IsThatOfTheZone(string zone, string from, string until, string utcMonths)
    {
        var period = new ReportPeriod(new(2026, 11), DateTimeZoneProviders.Tzdb[zone]);
        Assert.Equal((Ticket.At(from), Ticket.At(until)), (period.From, period.Until));
        Assert.Equal(utcMonths, string.Join(' ', period.UtcMonths.Select(ReportQuestion.Text)));
        Assert.True(period.Contains(period.From));
        Assert.False(period.Contains(period.Until));
    }

    /// <summary>Whatever the zone, every instant is in exactly one month, and the months of UTC that are read have it.</summary>
    [Fact]
    public void Instant_IsInTheMonthOfItsWall() => Gen.Select(Any.Minute, Any.OneOf<string>([.. DateTimeZoneProviders.Tzdb.Ids]))
        .Sample((at, id) =>
        {
            var zone = DateTimeZoneProviders.Tzdb[id];
            var month = at.InZone(zone).Date.ToYearMonth();
            var period = new ReportPeriod(month, zone);
            return period.Contains(at) && period.UtcMonths.Contains(at.InUtc().Date.ToYearMonth()) &&
                   !(period with { Month = month.PlusMonths(1) }).Contains(at) &&
                   !(period with { Month = month.PlusMonths(-1) }).Contains(at);
        });
}

using CsCheck;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class MaintenanceTests
{
    private static readonly PutMaintenanceWindow Body =
        new("Nights", "Europe/Berlin", ["mail"], Recurrence: new("2026-12-06T22:00", Duration.FromHours(4), "FREQ=WEEKLY;BYDAY=SU"));

    public static TheoryData<string, PutMaintenanceWindow> Broken { get; } = new()
    {
        { "/name", Body with { Name = "" } },
        { "/timeZone", Body with { TimeZone = "Mars/Olympus" } },
        { "/timeZone", Body with { TimeZone = null } },
        { "/services", Body with { Services = [] } },
        { "/services/0", Body with { Services = [""] } },
        { "/hours", Body with { Recurrence = null } },
        { "/hours", Body with { Hours = new(Sunday: [new("00:00", "04:00")]) } },
        { "/hours", Body with { Hours = new(), Recurrence = null } },
        { "/recurrence/start", With(start: "2026-12-06") },
        { "/recurrence/start", With(start: "2026-02-30T22:00") },
        { "/recurrence/duration", With(duration: Duration.Zero) },
        { "/recurrence/duration", With(duration: Duration.FromDays(15)) },
        { "/recurrence/rule", With(rule: "") },
        { "/recurrence/rule", With(rule: "sometimes") },
        { "/recurrence/rule", With(rule: "FREQ=HOURLY") },
        { "/recurrence/rule", With(rule: "FREQ=WEEKLY;BYDAY=XX") },
        { "/recurrence/rule", With(rule: "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30") },
        { "/recurrence/rule", With(rule: "FREQ=DAILY;UNTIL=20200101T000000") },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Put_WithAFieldOutOfRange_NamesTheField(string pointer, PutMaintenanceWindow body) =>
        Assert.Equal(pointer, Assert.Single(PutMaintenanceWindow.Validate(body)).Pointer);

    [Fact]
    public void Put_WithARecurrence_IsValid() => Assert.Empty(PutMaintenanceWindow.Validate(Body));

    [Fact]
    public void Delete_OfWhatIsNotThere_IsNotFound() =>
        Assert.Equal(ProblemCode.NotFound, DeleteMaintenanceWindow.Decide("x", null).Refusal?.Code);

    /// <summary>Berlin is UTC+1 in winter and UTC+2 in summer; the first Sundays by the calendar of 2027.</summary>
    [Theory]
    [InlineData("2027-03-01T00:00:00Z", "2027-03-07T21:00:00Z")]
    [InlineData("2027-04-01T00:00:00Z", "2027-04-04T20:00:00Z")]
    public void Recurrence_IsOnTheWallOfItsZone(string from, string first)
    {
        var window = Window(rule: "FREQ=MONTHLY;BYDAY=1SU");
        var time = MaintenanceTimes.Of(window, new(Given.At(from), Given.At(from) + Duration.FromDays(20))).First();
        Assert.Equal(new(Given.At(first), Given.At(first) + Duration.FromHours(4)), time);
    }

    [Fact]
    public void Hours_OverMidnight_AreOneTime()
    {
        var window = Window(rule: "FREQ=DAILY") with { Recurrence = null, Hours = new(Sunday: [new("22:00", "02:00")]) };
        var time = Assert.Single(MaintenanceTimes.Of([window], Around("2026-12-06T00:00:00Z", 3)));
        Assert.Equal(new(Given.At("2026-12-06T21:00:00Z"), Given.At("2026-12-07T01:00:00Z")), time);
    }

    [Theory]
    [InlineData("2026-12-06T21:00:00Z", "2026-12-07T01:00:00Z", true)]
    [InlineData("2026-12-06T20:59:00Z", "2026-12-07T01:00:00Z", false)]
    [InlineData("2026-12-06T21:00:00Z", "2026-12-07T01:01:00Z", false)]
    [InlineData("2026-12-13T22:00:00Z", "2026-12-13T23:00:00Z", true)]
    [InlineData("2026-12-14T22:00:00Z", "2026-12-14T23:00:00Z", false)]
    public void Change_OfAServiceWithMaintenanceWindows_IsMadeInsideThem(string start, string end, bool may)
    {
        var approved = Given.In(ChangeState.Approved);
        var content = approved.Content with { Service = "MAIL", Window = new(Given.At(start), Given.At(end)) };
        var around = Surroundings.None with { Windows = [Window("FREQ=WEEKLY;BYDAY=SU")] };
        Assert.Equal(may, ScheduleConflicts.Of(approved with { Content = content }, around).IsNone);
        var another = content with { Service = "web" };
        Assert.True(ScheduleConflicts.Of(approved with { Content = another }, around).IsNone);
    }

    /// <summary>Every instant of a fortnight, an hour apart, is in the times exactly when the wall says so: the slow
    /// model is the hour and the day of the week on the wall.</summary>
    [Fact]
    public void Times_OfAnyWeeklyRule_HoldTheHoursThatTheWallSays() => Gen.Select(Gen.Int[0, 6], Gen.Int[0, 23], Gen.Int[1, 30], Gen.Int[0, 400])
        .Sample(drawn =>
        {
            var (day, hour, hours, offset) = drawn;
            var start = new LocalDateTime(2026, 1, 4, hour, 0).PlusDays(day); // A Sunday.
            var recurrence = new MaintenanceRecurrence(
                MaintenanceTimes.Start.Format(start), Duration.FromHours(hours), "FREQ=WEEKLY");
            var window = Window("FREQ=WEEKLY") with { TimeZone = "UTC", Recurrence = recurrence };
            var around = new Window(
                start.InUtc().ToInstant() + Duration.FromDays(offset), start.InUtc().ToInstant() + Duration.FromDays(offset + 14));
            var times = MaintenanceTimes.Of([window], around);
            for (var at = around.Start; at < around.End; at += Duration.FromHours(1))
            {
                var sinceStart = (at - start.InUtc().ToInstant()).TotalHours % (7 * 24);
                Assert.Equal(sinceStart < hours, times.Any(time => time.Start <= at && at < time.End));
            }
        }, iter: 30);

    private static Window Around(string from, int days) => new(Given.At(from), Given.At(from) + Duration.FromDays(days));

    private static MaintenanceWindow Window(string rule) => new(
        "nights", 1, "Nights", ["mail"], [], "Europe/Berlin", null, new("2026-12-06T22:00", Duration.FromHours(4), rule));

    private static PutMaintenanceWindow With(string? start = null, Duration? duration = null, string? rule = null) => Body with
    {
        Recurrence = new(start ?? "2026-12-06T22:00", duration ?? Duration.FromHours(4), rule ?? "FREQ=WEEKLY;BYDAY=SU"),
    };
}

using ItsmServerless.Changes;
using ItsmServerless.Kernel.Ids;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class CalendarTests
{
    private static readonly Window December = new(Given.At("2026-12-01T00:00:00Z"), Given.At("2027-01-01T00:00:00Z"));
    private static readonly CalendarFeed Feed =
        new(new("cfd_1"), new("ten_x"), "Phone", "hash", "k1", Given.At("2026-11-01T00:00:00Z"));
    private static readonly Freeze YearEnd =
        new("year-end", 1, "Year end", Given.At("2026-12-20T00:00:00Z"), Given.At("2027-01-07T00:00:00Z"), [], []);
    private static readonly MaintenanceWindow Nights = new(
        "nights", 1, "Nights", ["mail"], [], "UTC", null, new("2026-12-06T22:00", Duration.FromHours(4), "FREQ=WEEKLY;BYDAY=SU"));
    private static readonly Dictionary<EmailAddress, string> Names = new() { [Given.Olga] = "Olga, of Operations" };

    [Fact]
    public void Calendar_HasClosedChanges_NotCancelledOnes_EachOnce()
    {
        var (closed, cancelled) = (Summary(ChangeState.Closed), Summary(ChangeState.Cancelled) with { Id = new("chg_b") });
        var calendar = ChangeCalendar.Of(December, [closed, closed, cancelled], [YearEnd], [Nights]);
        Assert.Equal(closed.Id, Assert.Single(calendar.Items).Id);
        Assert.Equal(4, Assert.Single(calendar.MaintenanceWindows).Times.Count); // Sundays: 6, 13, 20, 27.
    }

    [Fact]
    public void Feed_IsReadByTheLibrary_AsWhatWasWritten()
    {
        var read = Ical.Net.Calendar.Load(Document(Summary(ChangeState.Scheduled)).Text)!;
        Assert.Equal(1 + 1 + 4, read.Events.Count);
        var change = read.Events.Single(entry => entry.Uid == Given.Id.Value);
        Assert.Equal(("CHG-000001 Replace the core switch", "CONFIRMED"), (change.Summary, change.Status));
        Assert.Equal(Given.At("2026-12-01T20:00:00Z").ToDateTimeUtc(), change.Start!.AsUtc);
        Assert.Equal("Owner: Olga, of Operations", change.Description);
    }

    [Fact]
    public void Feed_HoldsNoAddress() =>
        Assert.DoesNotContain("@", Document(Summary(ChangeState.Scheduled)).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData(ChangeState.Draft, 0)]
    [InlineData(ChangeState.Rejected, 0)]
    [InlineData(ChangeState.Approved, 1)]
    [InlineData(ChangeState.Closed, 1)]
    public void Feed_LeavesOutWhatIsNotMeantToBeMadeYet(ChangeState state, int shown) => Assert.Equal(
        shown, Ical.Net.Calendar.Load(Document(Summary(state)).Text)!.Events.Count(entry => entry.Uid == Given.Id.Value));

    [Fact]
    public void Feed_OfTheSameCalendar_HasTheSameTag()
    {
        Assert.Equal(Document(Summary(ChangeState.Closed)).Tag, Document(Summary(ChangeState.Closed)).Tag);
        Assert.NotEqual(Document(Summary(ChangeState.Closed)).Tag, Document(Summary(ChangeState.Scheduled) with { Title = "x" }).Tag);
    }

    [Fact]
    public void Feed_OfATitleThatLooksLikeAProperty_KeepsItAsText()
    {
        var sly = Summary(ChangeState.Scheduled) with { Title = "x\\nATTENDEE:mailto:eve; , \\" };
        var read = Ical.Net.Calendar.Load(Document(sly).Text)!.Events.Single(entry => entry.Uid == Given.Id.Value);
        Assert.Equal($"CHG-000001 {sly.Title}", read.Summary);
        Assert.Empty(read.Attendees);
    }

    private static FeedDocument Document(ChangeSummary change) =>
        FeedDocument.Of(Feed, ChangeCalendar.Of(December, [change], [YearEnd], [Nights]), Names);

    private static ChangeSummary Summary(ChangeState state) => ChangeSummary.Of(Given.In(state));
}

using CsCheck;
using ItsmServerless.Changes;
using ItsmServerless.Notifications;
using Microsoft.Extensions.Configuration;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

/// <summary>What the product does by itself for a change. Its window is the first of December, 20:00 to 22:00; it was
/// scheduled on the 24th of November at 9:00 (<see cref="Given"/>).</summary>
public sealed class ChangeStepTests
{
    private static readonly ChangeSettings Settings = ChangeSettings.Default;

    public static TheoryData<string, ChangeEvent> Told { get; } = new()
    {
        { "2026-12-01 20:00", new ChangeReminded(Duration.FromDays(1), Given.Body.Window!.Start!.Value) },
        { "2026-12-01 22:00", new ChangeWindowPassed(Given.Draft.Content.Window) },
        { "review", new ChangeReviewOpened() },
        { "asked 3 times", new ChangeReviewChased(2) },
    };

    [Theory]
    [InlineData("2026-11-30T19:59:59Z", null, "2026-11-30T20:00:00Z")]
    [InlineData("2026-11-30T20:00:00Z", 24, null)]
    [InlineData("2026-12-01T19:00:00Z", 1, null)]
    [InlineData("2026-12-01T20:00:00Z", null, "2026-12-01T22:00:00Z")]
    public void Scheduled_RemindsBeforeTheWindow_OnceForAllThatIsDue(string now, int? hours, string? until)
    {
        var step = Of(ChangeState.Scheduled, now);
        if (hours is { } before) Assert.Equal(new ChangeStep.Remind(Duration.FromHours(before)), step);
        else Assert.Equal(new ChangeStep.Wait(Given.At(until!)), step);
    }

    [Fact]
    public void Reminder_ThatWasGiven_IsNotGivenAgain()
    {
        var reminded = Given.Fold(Given.In(ChangeState.Scheduled), new ChangeReminded(Duration.FromDays(1), default));
        Assert.Equal(
            new ChangeStep.Wait(Given.At("2026-12-01T19:00:00Z")),
            ChangeStep.Of(reminded, Settings, Given.At("2026-11-30T20:00:00Z")));
    }

    [Fact]
    public void Reminder_WhoseTimeWasOverWhenItWasScheduled_IsNone()
    {
        var late = Given.In(ChangeState.Scheduled) with { ScheduledAt = Given.At("2026-12-01T18:00:00Z") };
        Assert.Equal(
            new ChangeStep.Wait(Given.At("2026-12-01T19:00:00Z")),
            ChangeStep.Of(late, Settings, Given.At("2026-12-01T18:00:00Z")));
    }

    [Theory]
    [InlineData(ChangeState.Approved)]
    [InlineData(ChangeState.Scheduled)]
    public void Window_ThatPassedWithoutAStart_IsSaidOnce(ChangeState state)
    {
        Assert.Equal(new ChangeStep.SayWindowPassed(), Of(state, "2026-12-01T22:00:00Z"));
        var said = Given.Fold(Given.In(state), new ChangeWindowPassed(Given.Draft.Content.Window));
        Assert.Equal(new ChangeStep.Wait(null), ChangeStep.Of(said, Settings, Given.At("2026-12-03T00:00:00Z")));
    }

    [Theory]
    [InlineData(ChangeState.Draft)]
    [InlineData(ChangeState.AwaitingApproval)]
    [InlineData(ChangeState.Rejected)]
    [InlineData(ChangeState.Implementing)]
    public void Others_WaitForSomebody(ChangeState state) =>
        Assert.Equal(new ChangeStep.Wait(null), Of(state, "2026-12-03T00:00:00Z"));

    [Theory]
    [InlineData(ChangeState.Closed)]
    [InlineData(ChangeState.Cancelled)]
    public void Ended_NeedsNothing(ChangeState state) =>
        Assert.Equal(new ChangeStep.Done(), Of(state, "2026-12-03T00:00:00Z"));

    /// <summary>Opened on the 24th at 9:00; then every two days, five times.</summary>
    [Theory]
    [InlineData("2026-11-26T08:59:59Z", 0, null)]
    [InlineData("2026-11-26T09:00:00Z", 0, 1)]
    [InlineData("2026-12-01T09:00:00Z", 1, 3)]
    [InlineData("2026-12-04T09:00:00Z", 4, 5)]
    [InlineData("2027-01-01T00:00:00Z", 5, null)]
    public void Review_IsChasedEveryTwoDays_NotForEver(string now, int chased, int? number)
    {
        var opened = Given.Fold(Given.In(ChangeState.Implemented), new ChangeReviewOpened()) with { ReviewChases = chased };
        var step = ChangeStep.Of(opened, Settings, Given.At(now));
        if (number is { } next) Assert.Equal(new ChangeStep.ChaseReview(next), step);
        else Assert.IsType<ChangeStep.Wait>(step);
    }

    [Fact]
    public void Review_ThatWasGiven_IsNotChased()
    {
        var reviewed = Given.Fold(Given.In(ChangeState.Implemented), new ChangeReviewOpened(), new ChangeReviewed("Good"));
        Assert.Equal(new ChangeStep.Wait(null), ChangeStep.Of(reviewed, Settings, Given.At("2027-01-01T00:00:00Z")));
    }

    /// <summary>However often and late somebody looks: no step comes twice, none before its time, and every look ends
    /// in waiting.</summary>
    [Fact]
    public void Looks_AtAnyTimes_TakeEachStepAtMostOnce() => Gen.Int[0, 30 * 24].List[1, 20].Select(Gen.Bool).Sample(drawn =>
    {
        var (hours, made) = drawn;
        var change = Given.In(made ? ChangeState.Implemented : ChangeState.Scheduled);
        var taken = new List<ChangeEvent>();
        foreach (var now in hours.Order().Select(hour => Given.At("2026-11-24T09:00:00Z") + Duration.FromHours(hour)))
        {
            for (var step = ChangeStep.Of(change, Settings, now); step is not ChangeStep.Wait; step = ChangeStep.Of(change, Settings, now))
            {
                var next = TakeChangeStep.Decide(change, step, Settings, now).Events.Single();
                taken.Add(next);
                change = Change.Apply(change, new(Given.Id, 1, now, ItsmServerless.Kernel.Ids.Actor.System, next));
                Assert.True(taken.Count < 20);
            }
        }
        Assert.Distinct(taken);
    });

    [Fact]
    public void Step_ThatIsNotNeededAnyMore_IsNotTaken() => Assert.Empty(TakeChangeStep.Decide(
        Given.In(ChangeState.Implementing), new ChangeStep.SayWindowPassed(), Settings, Given.At("2026-12-03T00:00:00Z")).Events);

    [Theory]
    [MemberData(nameof(Told))]
    public void Step_IsToldToTheOwner(string words, ChangeEvent step)
    {
        Assert.True(ChangeNotices.Hears(step));
        var notice = Assert.Single(ChangeNotices.Of(step, Given.Draft));
        Assert.Equal(Given.Olga.Value, Assert.Single(notice.To));
        Assert.Contains(words, Assert.IsType<Paragraph>(notice.Content.Blocks[0]).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_OfAChangeThatNobodyAnswersFor_IsToldToTheDesk()
    {
        var nobodys = Given.Draft with { Requester = null, Content = Given.Draft.Content with { Owner = null } };
        Assert.Equal(Notice.Desk, Assert.Single(Assert.Single(ChangeNotices.Of(new ChangeReviewOpened(), nobodys)).To));
    }

    [Fact]
    public void Settings_ThatAreMissing_AreTheDefaults() =>
        Assert.Equal(ChangeSettings.Default.RemindBefore, Configured().RemindBefore);

    [Fact]
    public void Settings_AreReadLongestFirst() => Assert.Equal(
        [Duration.FromDays(2), Duration.FromMinutes(30)], Configured(("Changes:RemindBefore", "PT30M, P2D")).RemindBefore);

    [Theory]
    [InlineData("Changes:RemindBefore", "soon")]
    [InlineData("Changes:ChaseReviewEvery", "P1M")]
    [InlineData("Changes:ChaseReviewAtMost", "often")]
    public void Setting_ThatCannotBeRead_StopsTheProcessWithItsName(string name, string value) => Assert.Contains(
        name, Assert.Throws<InvalidOperationException>(() => Configured((name, value))).Message, StringComparison.Ordinal);

    private static ChangeSettings Configured(params (string Name, string Value)[] settings) => ChangeSettings.Of(
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(each => each.Name, string? (each) => each.Value)).Build());

    private static ChangeStep Of(ChangeState state, string now) => ChangeStep.Of(Given.In(state), Settings, Given.At(now));
}

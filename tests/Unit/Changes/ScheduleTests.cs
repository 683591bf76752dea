using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class ScheduleTests
{
    private static readonly Change Approved = Given.In(ChangeState.Approved);
    private static readonly Freeze YearEnd =
        new("year-end", 1, "Year end", Given.At("2026-12-01T21:00:00Z"), Given.At("2027-01-07T00:00:00Z"), [], []);
    private static readonly ChangeSummary Other = ChangeSummary.Of(Given.In(ChangeState.Scheduled)) with
    {
        Id = new("chg_other"),
        Number = "CHG-000009",
        ConfigurationItems = ["SW-1", "sw-2"],
        Implementers = [],
    };

    [Fact]
    public void Schedule_WithNothingAgainstIt_ReservesTheApprovedWindow() => Assert.Equal(
        new ChangeScheduled(Approved.Content.Window, null), Schedule(new(), [], []).Events[0]);

    [Fact]
    public void Schedule_IntoAFreeze_NamesTheFreeze()
    {
        var refusal = Schedule(new(), [YearEnd], [Other]).Refusal!;
        Assert.Equal(ProblemCode.Freeze, refusal.Code);
        Assert.Contains("year-end", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedule_OverAnotherChangeOfTheSameItem_NamesTheChange()
    {
        var refusal = Schedule(new(), [], [Other]).Refusal!;
        Assert.Equal(ProblemCode.ScheduleConflict, refusal.Code);
        Assert.Contains("CHG-000009", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Schedule_WithAnOverride_RecordsWhatItOverrode()
    {
        var decision = Schedule(new(true, "The roof leaks"), [YearEnd], [Other], mayOverride: true);
        var scheduled = Assert.IsType<ChangeScheduled>(decision.Events[0]);
        Assert.Equal("The roof leaks", scheduled.Override?.Reason);
        Assert.Equal(["year-end", "CHG-000009"], scheduled.Override?.Conflicts);
    }

    [Fact]
    public void Schedule_WithAnOverride_NeedsTheAuthority() => Assert.Equal(
        ProblemCode.Forbidden, Schedule(new(true, "Because"), [YearEnd], []).Refusal?.Code);

    [Fact]
    public void Schedule_WithAnOverrideOfNothing_RecordsNone() =>
        Assert.Null(((ChangeScheduled)Schedule(new(true, "Because"), [], []).Events[0]).Override);

    [Fact]
    public void Override_NeedsAReason() =>
        Assert.Equal("/reason", Assert.Single(ScheduleChange.Validate(new(true))).Pointer);

    [Theory]
    [InlineData("2026-12-01T22:00:00Z", "2026-12-02T00:00:00Z", false)]
    [InlineData("2026-12-01T19:00:00Z", "2026-12-01T20:00:00Z", false)]
    [InlineData("2026-12-01T21:59:59Z", "2026-12-02T00:00:00Z", true)]
    public void Freeze_HoldsForWindowsThatOverlap_NotForThoseThatTouch(string from, string until, bool forbids) =>
        Assert.Equal(
            forbids, (YearEnd with { From = Given.At(from), Until = Given.At(until) }).Forbids(Approved.Content));

    [Fact]
    public void Freeze_OfServicesAndTypes_HoldsForThoseOnly()
    {
        Assert.True((YearEnd with { Services = ["Network"], Types = [ChangeType.Normal] }).Forbids(Approved.Content));
        Assert.False((YearEnd with { Services = ["mail"] }).Forbids(Approved.Content));
        Assert.False((YearEnd with { Types = [ChangeType.Emergency] }).Forbids(Approved.Content));
    }

    [Fact]
    public void Conflicts_AreOnlyOthersThatHoldTheirWindowForTheSameItemAtTheSameTime()
    {
        ChangeSummary[] harmless =
        [
            Other with { Id = Given.Id },
            Other with { State = ChangeState.Implemented },
            Other with { ConfigurationItems = ["sw-2"] },
            Other with { Window = new(Other.Window.End, Other.Window.End + Duration.FromHours(1)) },
        ];
        Assert.True(ScheduleConflicts.Of(Approved, Surroundings.None with { Changes = harmless }).IsNone);
    }

    [Fact]
    public void Conflicts_OfAllKinds_AreAllNamed()
    {
        var around = new Surroundings(
            [YearEnd],
            [
                Other, Other with { Id = new("chg_b"), Number = "CHG-000010", ConfigurationItems = ["ups-1"] },
                Other with { Id = new("chg_c"), Number = "CHG-000011", ConfigurationItems = [], Implementers = [Given.Olga] },
            ],
            [new("nights", 1, "Nights", ["network"], [], "UTC", new(Sunday: [new("00:00", "04:00")]), null)], ["UPS-1"]);
        var refusal = ScheduleConflicts.Of(Approved, around).ToProblem();
        Assert.Equal(ProblemCode.Freeze, refusal.Code);
        Assert.Equal(
            ["freeze", "schedule_conflict", "related_item", "same_implementer", "outside_maintenance_window"],
            refusal.Errors.Select(error => error.Code));
        foreach (var name in new[] { "year-end", "CHG-000009", "CHG-000010", "CHG-000011", "network" })
            Assert.Contains(name, refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Conflict_WithTheOwnerOfATask_IsOneOfImplementers()
    {
        var content = Approved.Content with { Owner = null, Tasks = [new(1, "Look", Given.Rita, 1, null)] };
        var other = Other with { ConfigurationItems = [], Implementers = [Given.Rita] };
        var conflicts = ScheduleConflicts.Of(Approved with { Content = content }, Surroundings.None with { Changes = [other] });
        Assert.Equal("same_implementer", Assert.Single(conflicts.All).Code);
    }

    [Fact]
    public void Conflict_WithMaintenanceWindowsAlone_HasACodeOfItsOwn()
    {
        MaintenanceWindow[] nights = [new("n", 1, "N", [], ["SW-1"], "UTC", new(Sunday: [new("00:00", "04:00")]), null)];
        var refusal = ScheduleConflicts.Of(Approved, Surroundings.None with { Windows = nights }).ToProblem();
        Assert.Equal(ProblemCode.OutsideMaintenanceWindow, refusal.Code);
    }

    /// <summary>A reservation counts while its change holds a window, and for two minutes while that is being
    /// scheduled.</summary>
    [Theory]
    [InlineData(ChangeState.Approved, 0, true)]
    [InlineData(ChangeState.Approved, 119, true)]
    [InlineData(ChangeState.Approved, 120, false)]
    [InlineData(ChangeState.Scheduled, 100_000, true)]
    [InlineData(ChangeState.Implementing, 100_000, true)]
    [InlineData(ChangeState.Draft, 0, false)]
    [InlineData(ChangeState.Implemented, 0, false)]
    [InlineData(ChangeState.Cancelled, 0, false)]
    public void Reservation_Stands_ByWhatItsChangeIs(ChangeState state, int seconds, bool stands)
    {
        var taken = Given.At("2026-11-30T00:00:00Z");
        var held = new Reservation(Given.Id, Approved.Content.Window.Start, Approved.Content.Window.End, taken);
        Assert.Equal(stands, held.Stands(Given.In(state), taken + Duration.FromSeconds(seconds)));
    }

    [Fact]
    public void PutFreeze_OfTheSameAgain_ChangesNothing()
    {
        var body = new PutFreeze("Year end", YearEnd.From, YearEnd.Until);
        Assert.Empty(PutFreeze.Decide(YearEnd, "year-end", body).Events);
        Assert.NotEmpty(PutFreeze.Decide(YearEnd, "year-end", body with { Name = "Other" }).Events);
    }

    [Fact]
    public void PutFreeze_ThatEndsBeforeItBegins_NamesTheField() => Assert.Equal(
        "/until", Assert.Single(PutFreeze.Validate(new("x", YearEnd.Until, YearEnd.From))).Pointer);

    private static Decision<ChangeEvent> Schedule(
        ScheduleChange body, Freeze[] freezes, ChangeSummary[] others, bool mayOverride = false) =>
        ScheduleChange.Decide(Approved, body, Of(freezes, others), mayOverride);

    private static ScheduleConflicts Of(Freeze[] freezes, ChangeSummary[] others) =>
        ScheduleConflicts.Of(Approved, Surroundings.None with { Freezes = freezes, Changes = others });
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>What is given up is gone for what comes, and stays for what was.</summary>
public sealed class DeletionTests
{
    private static readonly AgreementPut Gold = new(
        "gold", AgreementKind.Sla, "incident", Match.All, "office",
        [Agreed.Target(Metric.Resolution, Duration.FromHours(4))], [], []);

    private static readonly CalendarPut Office = new("office", "UTC", null, []);

    private static readonly Instant Start = Ticket.At("2026-01-05T08:00:00Z");

    [Fact]
    public void Agreement_ThatNobodyUses_IsDeleted() =>
        Assert.IsType<AgreementDeleted>(Assert.Single(DeleteAgreement.Decide("gold", State(Gold), []).Events));

    [Fact]
    public void Agreement_InUse_IsRefused_NamingTenAndHowManyMore()
    {
        string[] users = [.. Enumerable.Range(1, 12).Select(number => $"INC-{number:D6}")];
        var refusal = DeleteAgreement.Decide("gold", State(Gold), users).Refusal!;
        Assert.Equal(ProblemCode.InUse, refusal.Code);
        Assert.Contains("INC-000001, INC-000002", refusal.Detail, StringComparison.Ordinal);
        Assert.EndsWith("INC-000010, and 2 more.", refusal.Detail, StringComparison.Ordinal);
        Assert.Equal(users[..10].Select(user => new FieldError("", "in_use", user)), refusal.Errors);
    }

    [Fact]
    public void Agreement_ThatIsNotThere_IsNotFound() =>
        Assert.Equal(ProblemCode.NotFound, DeleteAgreement.Decide("gold", null, []).Refusal!.Code);

    [Fact]
    public void Calendar_InUse_IsRefused_NamingTheAgreement()
    {
        var refusal = DeleteCalendar.Decide("office", Calendar.Apply(null, At<CalendarEvent>(1, Start, Office)), ["gold"]).Refusal!;
        Assert.Equal((ProblemCode.InUse, "The calendar office is used by gold."), (refusal.Code, refusal.Detail));
    }

    [Fact]
    public void Calendar_ThatNobodyUses_IsDeleted() => Assert.IsType<CalendarDeleted>(
        Assert.Single(DeleteCalendar.Decide("office", Calendar.Apply(null, At<CalendarEvent>(1, Start, Office)), []).Events));

    [Fact]
    public void Deleted_KeepsItsVersion_AndPutAgainIsTheNext()
    {
        var deleted = Agreement.Apply(State(Gold), At<AgreementEvent>(2, Start, new AgreementDeleted("gold")));
        Assert.Equal((1, true), (deleted.Version, Agreement.IsDeleted(deleted)));
        var again = Agreement.Apply(deleted, At<AgreementEvent>(3, Start, Gold));
        Assert.Equal((3, false), (again.Version, Agreement.IsDeleted(again)));
    }

    [Fact]
    public void Rows_OfWhatWasDeleted_LieBehindAllKeys()
    {
        var deleted = Agreement.Apply(State(Gold), At<AgreementEvent>(2, Start, new AgreementDeleted("gold")));
        Assert.Equal("gold", Assert.Single(Agreement.Rows(State(Gold))).Row);
        Assert.True(string.CompareOrdinal(Assert.Single(Agreement.Rows(deleted)).Row, "zzz") > 0);
    }

    /// <summary>Put at 0, deleted at 10, put at 20: hours after the start.</summary>
    [Theory]
    [InlineData(-1, null)]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(10, null)]
    [InlineData(19, null)]
    [InlineData(20, 3)]
    [InlineData(99, 3)]
    public void Agreement_IsInForce_FromItsPutToItsDeletion(int hours, int? version)
    {
        Recorded<AgreementEvent>[] history =
        [
            At<AgreementEvent>(1, Start, Gold),
            At<AgreementEvent>(2, Start + Duration.FromHours(10), new AgreementDeleted("gold")),
            At<AgreementEvent>(3, Start + Duration.FromHours(20), Gold),
        ];
        Assert.Equal(version, DocumentsInForce.Agreement(history, Start + Duration.FromHours(hours))?.Version);
    }

    /// <summary>An agreement counts by the calendar that it names, whatever became of it.</summary>
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(9, 1)]
    [InlineData(15, 1)]
    [InlineData(20, 3)]
    public void Calendar_StaysInForce_UntilItIsPutAgain(int hours, int version)
    {
        Recorded<CalendarEvent>[] history =
        [
            At<CalendarEvent>(1, Start, Office),
            At<CalendarEvent>(2, Start + Duration.FromHours(10), new CalendarDeleted("office")),
            At<CalendarEvent>(3, Start + Duration.FromHours(20), Office),
        ];
        Assert.Equal(version, DocumentsInForce.Calendar(history, Start + Duration.FromHours(hours)).Version);
    }

    private static Agreement State(AgreementPut put) => Agreement.Apply(null, At<AgreementEvent>(1, Start, put));

    private static Recorded<TEvent> At<TEvent>(int sequence, Instant at, TEvent happened) where TEvent : class =>
        new(new RecordId("any_thing"), sequence, at, Actor.System, happened);
}

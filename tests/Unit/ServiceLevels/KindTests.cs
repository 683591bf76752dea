using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>An OLA binds a group, a UC a supplier; each counts while they have the record.</summary>
public sealed class KindTests
{
    private static readonly Commitment Network = Kind(AgreementKind.Ola, ["network"]);
    private static readonly Commitment AnyGroup = Kind(AgreementKind.Ola, []);
    private static readonly Commitment Supplier = Kind(AgreementKind.Uc, []);

    private static readonly Ticket HandedOn = Reported("2026-01-05T08:00:00Z") // at the desk
        .With("2026-01-05T09:00:00Z", "network")
        .Held("2026-01-05T10:00:00Z", HoldReason.AwaitingSupplier)
        .Resumed("2026-01-05T13:00:00Z")
        .With("2026-01-05T14:00:00Z", "desk")
        .Held("2026-01-05T15:00:00Z")
        .Resumed("2026-01-05T15:30:00Z");

    [Fact]
    public void Ola_CountsWhileItsGroupHasTheRecord() => AssertClock(
        HandedOn.Clock(Network, "2026-01-05T16:00:00Z"), ClockState.Paused, "2026-01-05T09:00:00Z", Duration.FromHours(2));

    [Fact]
    public void Ola_OfNoGroup_CountsWhileAnyGroupHasIt() => AssertClock(
        HandedOn.Clock(AnyGroup, "2026-01-05T16:00:00Z"), ClockState.Running, "2026-01-05T08:00:00Z", Duration.FromHours(4.5));

    [Fact]
    public void Uc_CountsWhileTheSupplierIsWaitedFor() => AssertClock(
        HandedOn.Clock(Supplier, "2026-01-05T16:00:00Z"), ClockState.Paused, "2026-01-05T10:00:00Z", Duration.FromHours(3));

    [Fact]
    public void Uc_BeforeTheSupplierIsAsked_HasNoClock() =>
        Assert.Empty(HandedOn.Clocks(Supplier, "2026-01-05T09:59:59Z"));

    [Fact]
    public void Ola_OfAGroupThatNeverHadIt_HasNoClock() =>
        Assert.Empty(HandedOn.Clocks(Kind(AgreementKind.Ola, ["print"]), "2026-01-05T16:00:00Z"));

    [Fact]
    public void Uc_IsBreached_WhenTheSupplierTookTooLong_AndStaysSo()
    {
        var clock = HandedOn.Clock(Kind(AgreementKind.Uc, [], Duration.FromHours(2)), "2026-01-05T16:00:00Z");
        Assert.Equal((ClockState.Breached, At("2026-01-05T12:00:00Z")), (clock.State, clock.BreachedAt));
    }

    [Fact]
    public void Uc_WithASecondWait_GoesOn() => AssertClock(
        HandedOn.Copy().Held("2026-01-05T17:00:00Z", HoldReason.AwaitingSupplier).Clock(Supplier, "2026-01-05T17:30:00Z"),
        ClockState.Running, "2026-01-05T10:00:00Z", Duration.FromHours(3.5));

    [Fact]
    public void Ola_ReopenedAfterItWasResolvedElsewhere_BeginsWhenTheGroupGetsIt() => AssertClock(
        Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T09:00:00Z").Reopened("2026-01-05T10:00:00Z")
            .With("2026-01-05T11:00:00Z", "network").Clock(Network, "2026-01-05T12:00:00Z"),
        ClockState.Running, "2026-01-05T11:00:00Z", Duration.FromHours(1));

    /// <summary>What nobody else offers: whose time the customer's clock took.</summary>
    [Fact]
    public void Explain_SplitsTheCustomersClock_ByWhoseHandsItWasIn()
    {
        var commitment = Agreed.Resolve(Duration.FromHours(8), Agreed.Office); // 09:00 to 17:00 in Berlin, 08:00Z to 16:00Z
        var explained = Assert.Single(
            ClockEngine.Explain(Subject, commitment, HandedOn.Moments, At("2026-01-06T08:30:00Z")));
        Assert.Equal(
            [
                new(HolderKind.Group, "desk", Duration.FromHours(3)), new(HolderKind.Group, "network", Duration.FromHours(2)),
                new(HolderKind.Supplier, null, Duration.FromHours(3)), new(HolderKind.Requester, null, Duration.FromHours(0.5)),
                new HolderShare(HolderKind.Closed, null, Duration.FromHours(16)),
            ],
            explained.Holders);
        Assert.Equal(explained.Clock.Elapsed, Duration.FromHours(8)); // all but the requester's half hour
    }

    [Fact]
    public void Explain_TheTimeBetweenResolutionAndReopening_IsNobodys()
    {
        var ticket = Reported("2026-01-05T08:00:00Z").Resolved("2026-01-05T09:00:00Z").Reopened("2026-01-05T11:00:00Z");
        var explained = Assert.Single(ClockEngine.Explain(
            Subject, Agreed.Resolve(Duration.FromHours(8)), ticket.Moments, At("2026-01-05T12:00:00Z")));
        Assert.Equal(
            [(HolderKind.Group, Duration.FromHours(2)), (HolderKind.Nobody, Duration.FromHours(2))],
            explained.Holders.Select(share => (share.Holder, share.Time)));
    }

    private static void AssertClock(ServiceClock clock, ClockState state, string startedAt, Duration elapsed) =>
        Assert.Equal((state, At(startedAt), elapsed), (clock.State, clock.StartedAt, clock.Elapsed));

    private static Commitment Kind(AgreementKind kind, string[] groups, Duration? within = null) =>
        Agreed.Resolve(within ?? Duration.FromHours(8)).With(agreement => agreement with
        {
            Kind = kind,
            Match = new([], [], groups),
            PauseWhile = Agreement.DefaultPauses(kind),
        });
}

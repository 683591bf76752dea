using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using NodaTime;
using Xunit;
using static ItsmServerless.Tests.Unit.ServiceLevels.Ticket;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>Which agreements a record has: by its traits, and by their order where they compete.</summary>
public sealed class MatchTests
{
    private static readonly Traits Ada = new(Priority.P3, "mail", "desk", EmailAddress.From("ada@vip.example"));

    [Theory]
    [InlineData("ada@vip.example", true)]
    [InlineData("ADA@vip.example", true)]
    [InlineData("@vip.example", true)]
    [InlineData("@VIP.example", true)]
    [InlineData("bob@vip.example", false)]
    [InlineData("@other.example", false)]
    [InlineData("@p.example", false)]
    public void Requester_FitsByAddressOrDomain(string whom, bool expected) =>
        Assert.Equal(expected, new Match([], [], [], [whom]).Fits(Ada));

    [Fact]
    public void Requester_OfNobody_FitsNone() =>
        Assert.False(new Match([], [], [], ["@vip.example"]).Fits(Ada with { Requester = null }));

    [Fact]
    public void OfThoseWithAnOrder_TheLowestThatMatchesAppliesAlone()
    {
        var (vip, usual) = (Ordered("vip", 10, Match.All with { Priority = [Priority.P1] }), Ordered("usual", 20, Match.All));
        Assert.Equal(["usual"], Applying(Priority.P3, vip, usual));
        Assert.Equal(["vip"], Applying(Priority.P1, vip, usual));
    }

    [Fact]
    public void OfTheSameOrder_TheKeyDecides() =>
        Assert.Equal(["a"], Applying(Priority.P3, Ordered("b", 10, Match.All), Ordered("a", 10, Match.All)));

    [Fact]
    public void WithoutAnOrder_EveryOneApplies() =>
        Assert.Equal(["a", "b", "c"], Applying(Priority.P3, Ordered("a", null, Match.All), Ordered("b", null, Match.All), Ordered("c", 1, Match.All)));

    [Fact]
    public void AnotherKindOrMetric_DoesNotCompete()
    {
        var contract = Ordered("uc", 1, Match.All) with { Kind = AgreementKind.Uc };
        var answer = Ordered("answer", 2, Match.All) with { Targets = [Agreed.Target(Metric.FirstResponse, Duration.FromHours(1))] };
        Assert.Equal(["answer", "usual"], Applying(Priority.P3, contract, answer, Ordered("usual", 20, Match.All)));
    }

    /// <summary>A ticket that grows important changes hands between agreements, and each keeps what it saw.</summary>
    [Fact]
    public void PriorityThatRises_EndsTheUsualClock_AndTheOtherCountsFromTheReport()
    {
        var (vip, usual) = (Ordered("vip", 10, Match.All with { Priority = [Priority.P1] }), Ordered("usual", 20, Match.All));
        var ticket = Reported("2026-01-05T08:00:00Z").Became("2026-01-05T09:00:00Z", Priority.P1);
        var clocks = new[] { Committed(vip, vip, usual), Committed(usual, vip, usual) }
            .SelectMany(agreed => ticket.Clocks(agreed, "2026-01-05T10:00:00Z"))
            .ToDictionary(clock => clock.Commitment.Agreement.Key);
        Assert.Equal((ClockState.Running, Duration.FromHours(2)), (clocks["vip"].State, clocks["vip"].Elapsed));
        Assert.Equal((ClockState.Cancelled, Duration.FromHours(1)), (clocks["usual"].State, clocks["usual"].Elapsed));
    }

    private static IEnumerable<string> Applying(Priority priority, params Agreement[] agreements) =>
        from agreement in agreements
        from clock in Reported("2026-01-05T08:00:00Z", priority).Clocks(Committed(agreement, agreements), "2026-01-05T09:00:00Z")
        select clock.Commitment.Agreement.Key;

    private static Commitment Committed(Agreement agreement, params Agreement[] all) =>
        new(agreement, "office", 1, Agreed.RoundTheClock, [.. all.Where(agreement.YieldsTo)]);

    private static Agreement Ordered(string key, int? order, Match match) =>
        Agreed.Resolve(Duration.FromHours(8)).Agreement with { Key = key, Order = order, Match = match };
}

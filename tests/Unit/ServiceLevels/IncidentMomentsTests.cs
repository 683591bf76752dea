using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

public sealed class IncidentMomentsTests
{
    private static readonly RecordId Id = new("inc_01JD0000000000000000000000");

    private static readonly IncidentReported Report = new(
        "INC-000001", "Mail is down", null, null, Level.Medium, Level.Medium, Priority.P3, null, "mail", null, null, [], [], null);

    [Fact]
    public void Report_BeginsWithTheTraits() => Assert.Equal(
        new Moment(Ticket.At("2026-01-05T08:00:00Z"), MomentKind.Created, $"{Id}/1", null, new(Priority.P3, "mail", null)),
        Assert.Single(Moments()));

    [Theory]
    [InlineData(Visibility.Public, false, true, MomentKind.AgentReplied)]
    [InlineData(Visibility.Internal, false, true, null)]
    [InlineData(Visibility.Public, true, false, MomentKind.RequesterReplied)]
    [InlineData(Visibility.Public, true, true, MomentKind.RequesterReplied)] // an agent who is the requester asks, not answers
    [InlineData(Visibility.Public, false, false, null)]
    public void Comment_CountsByWhoWroteItForWhom(Visibility visibility, bool fromRequester, bool byAgent, MomentKind? expected) =>
        Assert.Equal(
            expected,
            Moments(new IncidentCommented(new("cmt_1"), "Hello", visibility, new(null, null, Actor.System), fromRequester, byAgent))
                .Skip(1).SingleOrDefault()?.Kind);

    [Fact]
    public void Hold_KeepsItsReason() =>
        Assert.Equal(HoldReason.AwaitingSupplier, Moments(new IncidentHeld(HoldReason.AwaitingSupplier, null))[1].Reason);

    [Fact]
    public void Merge_CancelsUntilItIsTakenBack()
    {
        var other = new RecordId("inc_01JD0000000000000000000001");
        var moments = Moments(
            new IncidentMerged(other, IncidentState.OnHold),
            new IncidentUnmerged(other, IncidentState.OnHold, HoldReason.AwaitingSupplier));
        Assert.Equal([MomentKind.Created, MomentKind.Cancelled, MomentKind.Unmerged], moments.Select(moment => moment.Kind));
        Assert.Equal(HoldReason.AwaitingSupplier, moments[2].Reason);
    }

    [Fact]
    public void Changes_OfPriorityServiceAndGroup_AreMoments() => Assert.Equal(
        [
            new(Priority.P2, "mail", null), new(Priority.P2, null, null), new(Priority.P2, null, "desk"), new(Priority.P1, null, "desk"),
        ],
        Moments(
            new IncidentEdited { Priority = Priority.P2 }, new IncidentEdited { Service = new Patch<string>(null) },
            new IncidentAssigned(null, "desk"), new IncidentEscalated(Priority.P1)).Skip(1).Select(moment => moment.Traits));

    [Fact]
    public void WhatChangesNoClock_IsNoMoment() => Assert.Single(
        Moments(new IncidentEdited { Title = "Mail is slow" }, new IncidentStarted(), new IncidentAssigned(new("a@b.example"), null)));

    private static IReadOnlyList<Moment> Moments(params IncidentEvent[] later) => IncidentMoments.Of(
        later.Prepend(Report).Select((happened, index) => new Recorded<IncidentEvent>(
            Id, index + 1, Ticket.At("2026-01-05T08:00:00Z"), Actor.System, happened)));
}

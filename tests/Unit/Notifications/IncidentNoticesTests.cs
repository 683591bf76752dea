using System.Collections.Immutable;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Notifications;
using ItsmServerless.Tests.Unit.Incidents;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class IncidentNoticesTests
{
    private static readonly Origin ByMail = new(new("src_1"), new("rcp_1"), "first@example.org");
    private static readonly Incident Assigned = Given.In(IncidentState.Assigned);
    private static readonly Incident OfGroup = Given.Fold(Given.New, new IncidentAssigned(null, "network"));

    [Fact]
    public void Report_IsAcknowledgedToTheRequester() =>
        Assert.Equal([Given.Ada.Value], To(Given.Reported(), Given.New));

    [Fact]
    public void Report_ByMail_IsAcknowledgedAsAnAnswerToThatMail() =>
        Assert.Equal("first@example.org", Told(Given.Reported() with { Origin = ByMail }, Given.New).Answers);

    [Fact]
    public void Report_ByAMachine_IsNotAnswered() =>
        Assert.Empty(Of(Given.Reported() with { Origin = ByMail with { IsAutomatic = true } }, Given.New));

    [Fact]
    public void Report_WithoutRequester_IsToldToNobody() =>
        Assert.Empty(Of(Given.Reported() with { Requester = null }, Given.New));

    [Fact]
    public void Acknowledgement_DoesNotRepeatWhatWasReported() =>
        Assert.DoesNotContain("burns", string.Concat(Told(Given.Reported(), Given.New).Content.Blocks));

    /// <summary>Security case B3.</summary>
    [Fact]
    public void FirstContact_SaysNothingThatWasWritten()
    {
        var incident = Given.New with { Title = "Buy pills", Description = "at evil.example" };
        var notice = Told(Given.Reported(), incident, isKnown: false);
        Assert.Equal("[INC-000001] We have received your message", notice.Content.Subject);
        Assert.DoesNotContain("pills", string.Concat(notice.Content.Blocks));
        Assert.Equal(("first_contact", NoticeLimit.FirstContact), (notice.Kind, notice.Limit));
    }

    [Fact]
    public void WhatFollowsFromWriting_IsLimited_AndWhatClocksSayIsNot()
    {
        Assert.Equal(NoticeLimit.Conversation, Told(GivenMail.Comment(fromRequester: true), Assigned).Limit);
        Assert.Equal(NoticeLimit.Conversation, Told(GivenMail.Comment(), Assigned).Limit);
        Assert.Equal(NoticeLimit.None, Told(Breach(), Assigned).Limit);
    }

    [Fact]
    public void PublicComment_OfTheDesk_GoesToTheRequester() =>
        Assert.Equal([Given.Ada.Value], To(GivenMail.Comment(), Assigned));

    [Fact]
    public void InternalComment_IsToldToNobody() =>
        Assert.Empty(Of(GivenMail.Comment(visibility: Visibility.Internal), Assigned));

    /// <summary>Theirs was merged into this one: only the desk may read it, and has to hear of it.</summary>
    [Fact]
    public void InternalComment_OfARequester_GoesToTheAssignee()
    {
        var comment = GivenMail.Comment(visibility: Visibility.Internal, fromRequester: true);
        Assert.Equal([Given.Grace.Value], To(comment, Assigned));
        Assert.Contains("merged into INC-000001", string.Concat(Told(comment, Assigned).Content.Blocks));
    }

    [Fact]
    public void Comment_OfTheRequester_GoesToTheAssignee() =>
        Assert.Equal([Given.Grace.Value], To(GivenMail.Comment(fromRequester: true), Assigned));

    [Fact]
    public void Comment_OfTheRequester_WithoutAssignee_GoesToTheGroup() =>
        Assert.Equal(["group:network"], To(GivenMail.Comment(fromRequester: true), OfGroup));

    [Fact]
    public void Comment_OfTheRequester_WithNobodyResponsible_GoesToTheDesk() =>
        Assert.Equal([Notice.Desk], To(GivenMail.Comment(fromRequester: true), Given.New));

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Comment_ByAMachineOrAStranger_IsToldToNobody(bool automatic, bool unverified) => Assert.Empty(Of(
        GivenMail.Comment(fromRequester: true) with
        {
            Origin = ByMail with { IsAutomatic = automatic, IsUnverified = unverified },
        }, Assigned));

    [Fact]
    public void Comment_IsNotToldToItsAuthor()
    {
        var comment = GivenMail.Comment() with { Author = new(Given.Ada, null, GivenMail.Desk) };
        Assert.Empty(Envelope.Of(GivenMail.Published(comment), Told(comment, Assigned), [Given.Ada]));
    }

    [Fact]
    public void Resolution_IsToldToTheRequester() =>
        Assert.Equal([Given.Ada.Value], To(new IncidentResolved("fixed", "Out."), Given.In(IncidentState.Resolved)));

    [Fact]
    public void Breach_IsOneMailForAll()
    {
        var breach = Breach("assignee", "group:network", "boss@example.org");
        var notice = Told(breach, Assigned);
        var mail = Assert.Single(Envelope.Of(GivenMail.Published(breach), notice, [Given.Ada, Given.Grace]));
        Assert.Equal([Given.Ada, Given.Grace], mail.To);
    }

    [Fact]
    public void Breach_NamesTheAssigneeByAddress() =>
        Assert.Equal([Given.Grace.Value, "group:network"], To(Breach("assignee", "group:network"), Assigned));

    [Fact]
    public void Breach_WithoutAnybodyToTell_GoesToTheDesk() => Assert.Equal([Notice.Desk], To(Breach(), Assigned));

    [Fact]
    public void Warning_SaysHowMuchIsUsedUp()
    {
        var warning = new ClockWarned(
            "c", "gold", 1, "sla", "first_response", 75m, Given.Start, [], Duration.FromHours(4));
        Assert.Contains("75 % of the time for first response", string.Concat(Told(warning, Assigned).Content.Blocks));
    }

    [Theory]
    [MemberData(nameof(Untold))]
    public void OtherEvents_AreToldToNobody(IncidentEvent happened)
    {
        Assert.False(IncidentNotices.Hears(happened));
        Assert.Empty(Of(happened, Assigned));
    }

    public static TheoryData<IncidentEvent> Untold =>
    [
        new IncidentStarted(), new IncidentClosed(), new IncidentCancelled("a toaster"), new IncidentEdited(),
        new IncidentHeld(HoldReason.AwaitingSupplier, null), new IncidentResumed(Because.Agent),
        new IncidentReopened("again", Because.Agent), new IncidentAssigned(Given.Grace, null),
        new IncidentEscalated(Priority.P1), new IncidentLinked(RecordId.From("inc_2"), LinkKind.Related),
    ];

    private static ClockBreached Breach(params string[] notify) =>
        new("c", "gold", 1, "sla", "resolution", 100m, Given.Start, notify, Duration.FromHours(4));

    private static ImmutableArray<Notice> Of(IncidentEvent happened, Incident incident, bool isKnown = true) =>
        IncidentNotices.Of(happened, incident, isKnown);

    private static Notice Told(IncidentEvent happened, Incident incident, bool isKnown = true) =>
        Assert.Single(Of(happened, incident, isKnown));

    private static ImmutableArray<string> To(IncidentEvent happened, Incident incident) => Told(happened, incident).To;
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class IncidentTests
{
    private static readonly RecordId Other = RecordId.From("inc_01JDBBBBBBBBBBBBBBBBBBBBBB");

    [Theory]
    [InlineData(Role.Agent)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Admin)]
    public void Incident_IsVisibleToTheDesk(Role role) => Assert.True(Given.New.IsVisibleTo(Given.CallerOf(role)));

    [Fact]
    public void Incident_IsVisibleToItsRequesterOnly()
    {
        Assert.True(Given.New.IsVisibleTo(Given.Requester));
        Assert.False(Given.New.IsVisibleTo(Given.CallerOf(Role.Requester, EmailAddress.From("eve@example.org"))));
        Assert.False(Given.New.IsVisibleTo(Given.CallerOf(Role.Requester)));
    }

    [Fact]
    public void Incident_ReportedByAPortalsKey_IsVisibleToThatKeyOnly()
    {
        var portal = Actor.ApiKey("key_portal");
        var reported = Incident.Apply(null, new(Given.Id, 1, Given.Start, portal, Given.Reported()));
        Assert.True(reported.IsVisibleTo(Given.CallerOf(Role.Requester, key: "key_portal")));
        Assert.False(reported.IsVisibleTo(Given.CallerOf(Role.Requester, key: "key_other")));
    }

    [Fact]
    public void Apply_OfAnythingButAReport_DoesNotBeginAnIncident() =>
        Assert.Throws<InvalidDataException>(() => Given.Fold(null, new IncidentStarted()));

    [Fact]
    public void Apply_OfASecondReport_IsABug() =>
        Assert.Throws<InvalidDataException>(() => Given.Fold(Given.New, Given.Reported()));

    [Fact]
    public void Attach_BeyondTheLimit_IsRefused()
    {
        var full = Given.Fold(Given.New, Enumerable.Range(0, AttachToIncident.MostFiles).Select(File));
        Assert.Equal("/file", Assert.Single(AttachToIncident.Decide(full, File(99)).Refusal!.Errors).Pointer);
    }

    [Fact]
    public void Attach_OfTheSameFileAgain_ChangesNothing() =>
        Assert.Empty(AttachToIncident.Decide(Given.Fold(Given.New, File(1)), File(1)).Events);

    [Fact]
    public void Link_IsKept_AndTheSameAgainChangesNothing()
    {
        var body = new LinkIncident(Other.Value, "caused_by");
        var linked = Given.New.After(LinkIncident.Decide(Given.New, body, exists: true));
        Assert.Equal([new Link(Other, LinkKind.CausedBy)], linked.Links);
        Assert.Empty(LinkIncident.Decide(linked, body, exists: true).Events);
    }

    [Fact]
    public void Link_ToWhatDoesNotExist_IsRefused() => Assert.Equal(
        "not_found", RefusedLink(new(Other.Value, "related"), exists: false).Code);

    [Fact]
    public void Link_ToItself_IsRefused() => Assert.Equal(
        "self", RefusedLink(new(Given.Id.Value, "parent"), exists: true).Code);

    [Theory]
    [InlineData("key_01JDBBBBBBBBBBBBBBBBBBBBBB")]
    [InlineData("inc_01JD/../head")]
    [InlineData("")]
    public void Validate_OfALinkToNoRecordOfTheDesk_IsRefused(string to) =>
        Assert.Equal("/to", Assert.Single(LinkIncident.Validate(new(to, "related"))).Pointer);

    [Fact]
    public void Assign_OfWhatIsSoAlready_ChangesNothing() => Assert.Empty(
        AssignIncident.Decide(Given.In(IncidentState.Assigned), new(Given.Grace.Value)).Events);

    [Fact]
    public void Assign_KeepsWhatIsMissing()
    {
        var assigned = Given.In(IncidentState.Assigned);
        var after = assigned.After(AssignIncident.Decide(assigned, new(Group: "network")));
        Assert.Equal((Given.Grace, "network"), (after.Assignee!.Value, after.Group));
    }

    [Fact]
    public void Validate_OfAnAssignmentToNobody_IsRefused() =>
        Assert.Equal("required", Assert.Single(AssignIncident.Validate(new())).Code);

    private static IncidentAttached File(int number) => new(
        RecordId.From($"att_01JDAAAAAAAAAAAAAAAAAAAA{number:D2}"), "a.txt", "text/plain", 1, "00", "blob");

    private static FieldError RefusedLink(LinkIncident body, bool exists) =>
        Assert.Single(LinkIncident.Decide(Given.New, body, exists).Refusal!.Errors);
}

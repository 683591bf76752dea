using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class ReportIncidentTests
{
    private static readonly ReportIncident Minimal = new("Printer on fire");

    [Fact]
    public void Report_OfATitleAlone_IsNewAndMedium()
    {
        var incident = Given.Fold(null, Decide(null, Minimal, "INC-000007", Given.Agent).Events);
        Assert.Equal(("INC-000007", IncidentState.New), (incident.Number, incident.State));
        Assert.Equal((Level.Medium, Level.Medium, Priority.P3), (incident.Impact, incident.Urgency, incident.Priority));
        Assert.Null(incident.Requester);
        Assert.Empty(incident.Tags);
    }

    [Fact]
    public void Report_WithATagTwice_HasItOnce()
    {
        var tagged = Minimal with { Tags = ["a", "b", "a"] };
        var incident = Given.Fold(null, Decide(null, tagged, "INC-000007", Given.Agent).Events);
        Assert.Equal(["a", "b"], incident.Tags);
    }

    [Fact]
    public void Report_NamingAnAssignee_IsStillNew()
    {
        var named = Minimal with { Assignee = "Grace@Example.org", Group = "network" };
        var incident = Given.Fold(null, Decide(null, named, "INC-000007", Given.Agent).Events);
        Assert.Equal((IncidentState.New, "network"), (incident.State, incident.Group));
        Assert.Equal(Given.Grace, incident.Assignee);
    }

    [Fact]
    public void Report_ByARequester_IsTheirs()
    {
        var incident = Given.Fold(null, Decide(null, Minimal, "INC-000007", Given.Requester).Events);
        Assert.Equal(new Contact(Given.Ada), incident.Requester);
    }

    [Fact]
    public void Report_ByARequesterForAnother_IsRefused()
    {
        var other = Minimal with { Requester = new("grace@example.org") };
        Assert.Equal(ProblemCode.Forbidden, Decide(null, other, "INC-1", Given.Requester).Refusal?.Code);
    }

    [Fact]
    public void Report_ByAPortalsKey_MayNameAnybody()
    {
        var portal = Given.CallerOf(Role.Requester);
        var other = Minimal with { Requester = new("grace@example.org", "Grace") };
        var reported = (IncidentReported)Assert.Single(Decide(null, other, "INC-1", portal).Events);
        Assert.Equal(new Contact(Given.Grace, "Grace"), reported.Requester);
    }

    [Fact]
    public void Report_OfWhatIsThere_ChangesNothing() =>
        Assert.Empty(Decide(Given.New, Minimal, "INC-000007", Given.Agent).Events);

    public static TheoryData<string, ReportIncident> Refused() => new()
    {
        { "/title", Minimal with { Title = null } },
        { "/title", Minimal with { Title = "" } },
        { "/title", Minimal with { Title = "   " } },
        { "/title", Minimal with { Title = new('x', 257) } },
        { "/title", Minimal with { Title = "two\nlines" } },
        { "/description", Minimal with { Description = new('x', (256 * 1024) + 1) } },
        { "/description", Minimal with { Description = new('ü', (128 * 1024) + 1) } },
        { "/description", Minimal with { Description = "bell\a" } },
        { "/requester/email", Minimal with { Requester = new(null, "Ada") } },
        { "/requester/email", Minimal with { Requester = new("ada") } },
        { "/requester/name", Minimal with { Requester = new("ada@example.org", new('x', 129)) } },
        { "/impact", Minimal with { Impact = "huge" } },
        { "/urgency", Minimal with { Urgency = "HIGH" } },
        { "/category", Minimal with { Category = "" } },
        { "/service", Minimal with { Service = new('x', 101) } },
        { "/group", Minimal with { Group = "a\tb" } },
        { "/assignee", Minimal with { Assignee = "Ada <ada@example.org>" } },
        { "/tags", Minimal with { Tags = [.. Enumerable.Range(0, 21).Select(n => $"t{n}")] } },
        { "/tags/1", Minimal with { Tags = ["one", ""] } },
        { "/configurationItems/0", Minimal with { ConfigurationItems = [new('x', 101)] } },
        { "/externalReference", Minimal with { ExternalReference = "\0" } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Validate_OfAFieldOutOfRange_NamesTheField(string pointer, ReportIncident body) =>
        Assert.Equal(pointer, Assert.Single(ReportIncident.Validate(body)).Pointer);

    [Fact]
    public void Validate_OfTheLargestFields_Passes() => Assert.Empty(ReportIncident.Validate(new(
        new('x', 256), new string('ü', 127 * 1024) + "\r\n\t", new("ada@example.org", "Ada"), "high", "low",
        Tags: [.. Enumerable.Range(0, 20).Select(n => $"t{n}")])));

    private static Decision<IncidentEvent> Decide(
        Incident? existing, ReportIncident body, string number, Caller caller) =>
        ReportIncident.Decide(existing, body, number, caller, PriorityMatrix.Default);
}

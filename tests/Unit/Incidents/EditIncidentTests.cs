using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class EditIncidentTests
{
    [Fact]
    public void Edit_RecordsOnlyWhatDiffers()
    {
        var edited = Only<IncidentEdited>(new() { Title = To("Printer put out"), Category = To("hardware") });
        Assert.Equal(new() { Title = "Printer put out" }, edited);
    }

    [Fact]
    public void Edit_OfNothing_IsNoEvent() => Assert.Empty(Decide(Given.New, new()).Events);

    [Fact]
    public void Edit_WithNull_TakesAway()
    {
        var after = After(new() { Category = To(null), Description = To(null), ExternalReference = To(null) });
        Assert.Equal((null, null, null), (after.Category, after.Description, after.ExternalReference));
        Assert.Equal("printing", after.Service);
    }

    [Fact]
    public void Edit_OfImpact_RecomputesThePriority() =>
        Assert.Equal((Level.Low, Priority.P4), Levels(After(new() { Impact = To("low") })));

    [Fact]
    public void Edit_WithNullImpact_MakesItMedium() =>
        Assert.Equal((Level.Medium, Priority.P3), Levels(After(new() { Impact = To(null) })));

    [Fact]
    public void Edit_OfATitle_KeepsAnEscalatedPriority()
    {
        var escalated = Given.Fold(Given.New, new IncidentEscalated(Priority.P1));
        var after = escalated.After(Decide(escalated, new() { Title = To("Still burning") }));
        Assert.Equal(Priority.P1, after.Priority);
    }

    [Fact]
    public void Edit_OfLists_ReplacesThemWhole()
    {
        var after = After(new() { Tags = new(["a", "b"]), ConfigurationItems = new(null) });
        Assert.Equal(["a", "b"], after.Tags);
        Assert.Empty(after.ConfigurationItems);
    }

    [Fact]
    public void Edit_WithTheSameList_IsNoEvent() =>
        Assert.Empty(Decide(Given.New, new() { Tags = new(["floor-2", "floor-2"]) }).Events);

    [Fact]
    public void Edit_OfTheRequester_MergesTheObject()
    {
        var after = After(new() { Requester = new(new EditedContact(Name: To("Ada L."))) });
        Assert.Equal(new Contact(Given.Ada, "Ada L."), after.Requester);
    }

    [Fact]
    public void Edit_WithNullRequester_TakesItAway() =>
        Assert.Null(After(new() { Requester = new Patch<EditedContact>(null) }).Requester);

    [Fact]
    public void Edit_ThatLeavesARequesterWithoutAddress_IsRefused()
    {
        var body = new EditIncident { Requester = new(new EditedContact(Email: To(null))) };
        var refusal = Decide(Given.New, body).Refusal;
        Assert.Equal("/requester/email", Assert.Single(refusal!.Errors).Pointer);
    }

    [Fact]
    public void Edit_OfTheGroup_AssignsToo()
    {
        var after = After(new() { Group = To("network"), Title = To("Switch on fire") });
        Assert.Equal((IncidentState.Assigned, "network", "Switch on fire"), (after.State, after.Group, after.Title));
    }

    [Fact]
    public void Edit_ThatTakesTheLastResponsibleAway_MakesItNewAgain()
    {
        var assigned = Given.In(IncidentState.Assigned);
        var decision = Decide(assigned, new() { Assignee = To(null) });
        Assert.Equal(IncidentState.New, assigned.After(decision).State);
    }

    [Theory]
    [InlineData(IncidentState.Closed)]
    [InlineData(IncidentState.Cancelled)]
    public void Edit_OfWhatIsDone_IsRefused(IncidentState state) => Assert.Equal(
        ProblemCode.InvalidTransition, Decide(Given.In(state), new() { Title = To("x") }).Refusal?.Code);

    [Fact]
    public void Validate_OfATitleThatIsNull_IsRefused() =>
        Assert.Equal("/title", Assert.Single(EditIncident.Validate(new() { Title = To(null) })).Pointer);

    [Fact]
    public void Validate_OfEveryFieldOutOfRange_NamesEach()
    {
        var bad = To("\0");
        var errors = EditIncident.Validate(new(
            bad, bad, new(new EditedContact(bad, bad)), bad, bad, bad, bad, bad, bad, new([""]), new([""]), bad));
        Assert.Equal(
            ["/title", "/description", "/requester/email", "/requester/name", "/impact", "/urgency", "/category",
                "/service", "/group", "/assignee", "/tags/0", "/configurationItems/0", "/externalReference"],
            errors.Select(error => error.Pointer));
    }

    private static Patch<string> To(string? value) => new(value);

    private static Incident After(EditIncident body) => Given.New.After(Decide(Given.New, body));

    private static T Only<T>(EditIncident body) =>
        Assert.IsType<T>(Assert.Single(Decide(Given.New, body).Events));

    private static (Level, Priority) Levels(Incident incident) => (incident.Impact, incident.Priority);

    private static Decision<IncidentEvent> Decide(Incident incident, EditIncident body) =>
        EditIncident.Decide(incident, body, PriorityMatrix.Default);
}

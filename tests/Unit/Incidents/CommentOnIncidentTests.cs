using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class CommentOnIncidentTests
{
    private static readonly CommentOnIncident Public = new("It burns again", "public");

    [Fact]
    public void Comment_OfAnAgent_IsTheDesksAndChangesNothingElse()
    {
        var comment = Only(Decide(Given.Held, Public, Given.Agent));
        Assert.Equal((false, true, Visibility.Public), (comment.FromRequester, comment.ByAgent, comment.Visibility));
        Assert.Equal(Given.Grace, comment.Author.Email);
    }

    [Fact]
    public void Comment_WithoutVisibility_IsPublic() => Assert.Equal(
        Visibility.Public, Only(Decide(Given.New, new("Hello"), Given.Agent)).Visibility);

    [Fact]
    public void Comment_OfTheRequester_EndsTheWaitForThem()
    {
        var decision = Decide(Given.Held, Public, Given.Requester);
        Assert.Equal(IncidentState.InProgress, Given.Held.After(decision).State);
        Assert.Equal(new IncidentResumed(Because.RequesterReplied), decision.Events[1]);
    }

    [Fact]
    public void Comment_OfTheRequester_DoesNotEndTheWaitForASupplier()
    {
        var held = Given.Fold(Given.New, new IncidentHeld(HoldReason.AwaitingSupplier, null));
        Assert.True(Only(Decide(held, Public, Given.Requester)).FromRequester);
    }

    [Fact]
    public void Comment_OfTheRequester_TakesAResolutionBack()
    {
        var resolved = Given.In(IncidentState.Resolved);
        var decision = Decide(resolved, Public, Given.Requester);
        Assert.Equal(Because.RequesterReplied, Assert.IsType<IncidentReopened>(decision.Events[1]).Because);
        Assert.Equal(IncidentState.InProgress, resolved.After(decision).State);
    }

    [Theory]
    [InlineData(IncidentState.Closed)]
    [InlineData(IncidentState.Cancelled)]
    public void Comment_OfTheRequester_OnWhatIsDone_StaysAComment(IncidentState state) =>
        Only(Decide(Given.In(state), Public, Given.Requester));

    [Fact]
    public void Comment_OfAnAgentWhoIsTheRequester_IsTheRequesters()
    {
        var ada = Given.CallerOf(Role.Agent, Given.Ada);
        var comment = (IncidentCommented)Decide(Given.Held, Public, ada).Events[0];
        Assert.Equal((true, false, "Ada"), (comment.FromRequester, comment.ByAgent, comment.Author.Name));
    }

    [Fact]
    public void Note_OfAnAgentWhoIsTheRequester_IsTheDesks()
    {
        var ada = Given.CallerOf(Role.Agent, Given.Ada);
        var note = Only(Decide(Given.Held, new("Between us", "internal"), ada));
        Assert.Equal((false, true), (note.FromRequester, note.ByAgent));
    }

    [Fact]
    public void Note_OfARequester_IsRefused() => Assert.Equal(
        ProblemCode.Forbidden, Decide(Given.New, new("x", "internal"), Given.Requester).Refusal?.Code);

    [Theory]
    [InlineData(null, "public", "/body")]
    [InlineData("", "public", "/body")]
    [InlineData("x", "secret", "/visibility")]
    public void Validate_OfAFieldOutOfRange_NamesTheField(string? body, string visibility, string pointer) =>
        Assert.Equal(pointer, Assert.Single(CommentOnIncident.Validate(new(body, visibility))).Pointer);

    private static Decision<IncidentEvent> Decide(Incident incident, CommentOnIncident body, Caller caller) =>
        CommentOnIncident.Decide(incident, body, Given.Comment, caller);

    private static IncidentCommented Only(Decision<IncidentEvent> decision) =>
        Assert.IsType<IncidentCommented>(Assert.Single(decision.Events));
}

using System.Text;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class DraftAndEditTests
{
    public static TheoryData<string, DraftChange> Broken { get; } = new()
    {
        { "/title", Given.Body with { Title = "" } },
        { "/title", Given.Body with { Title = new('x', 257) } },
        { "/title", Given.Body with { Title = "two\nlines" } },
        { "/type", Given.Body with { Type = null } },
        { "/type", Given.Body with { Type = "weird" } },
        { "/risk", Given.Body with { Risk = null } },
        { "/risk/impact", Given.Body with { Risk = new("huge", "low") } },
        { "/risk/likelihood", Given.Body with { Risk = new("high", null) } },
        { "/plan", Given.Body with { Plan = null } },
        { "/plan/backout", Given.Body with { Plan = new("a", null, "c") } },
        { "/plan/test", Given.Body with { Plan = new("a", "b", " ") } },
        { "/window", Given.Body with { Window = null } },
        { "/window/end", Given.Body with { Window = new(Given.Body.Window!.Start, Given.Body.Window.Start) } },
        { "/configurationItems/0", Given.Body with { ConfigurationItems = [""] } },
        { "/owner", Given.Body with { Owner = "nobody" } },
        { "/window/end", Given.Body with { Window = new(Given.Body.Window!.Start, null) } },
        { "/risk/answers", Given.Body with { Risk = new("low", "low", new Dictionary<string, string> { ["A b"] = "c" }) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Draft_WithAFieldOutOfRange_NamesTheField(string pointer, DraftChange body) =>
        Assert.Equal(pointer, Assert.Single(DraftChange.Validate(body)).Pointer);

    [Fact]
    public void Draft_WithAllFields_IsValid() => Assert.Empty(DraftChange.Validate(Given.Body));

    [Fact]
    public void Edit_OfAMember_KeepsTheOthers()
    {
        var edit = Edit(Given.Draft, """{"plan":{"test":"Ping twice"},"description":null}""");
        var edited = Given.Fold(Given.Draft, edit);
        Assert.Equal(new("Swap it", "Swap back", "Ping twice"), edited.Content.Plan);
        Assert.Null(edited.Content.Description);
        Assert.Equal("network", edited.Content.Service);
    }

    [Fact]
    public void Edit_ThatChangesNothing_RecordsNothing() => Assert.Empty(Edit(
        Given.In(ChangeState.AwaitingApproval),
        """{"title":"Replace the core switch","owner":"OLGA@acme.example"}""").Events);

    [Fact]
    public void Edit_WhileApproversAreAsked_AsksAnewAboutTheNewContent()
    {
        var events = Edit(Given.In(ChangeState.AwaitingApproval), """{"title":"Other"}""").Events;
        var edited = Assert.IsType<ChangeEdited>(events[0]);
        var asked = Assert.IsType<ChangeSubmitted>(events[1]);
        Assert.Equal((2, edited.ContentHash), (asked.Generation, asked.ContentHash));
        Assert.NotEqual(Given.Draft.ContentHash, asked.ContentHash);
    }

    [Theory]
    [InlineData(ChangeState.Approved)]
    [InlineData(ChangeState.Rejected)]
    public void Edit_AfterTheDecision_MakesItADraft(ChangeState decided) => Assert.Equal(
        ChangeState.Draft, Given.Fold(Given.In(decided), Edit(Given.In(decided), """{"title":"Other"}""")).State);

    [Theory]
    [InlineData("""{"title":null}""", "/title")]
    [InlineData("""{"plan":{"backout":null}}""", "/plan/backout")]
    [InlineData("""{"window":{"end":null}}""", "/window/end")]
    [InlineData("""{"window":{"end":"2026-12-01T20:00:00Z"}}""", "/window/end")]
    [InlineData("""{"risk":{"impact":"none"}}""", "/risk/impact")]
    public void Edit_ThatBreaksTheContent_NamesTheField(string json, string pointer)
    {
        var read = StrictJson.Read<EditChange>(Encoding.UTF8.GetBytes(json));
        var refusal = read.Problem ?? EditChange.Decide(Given.Draft, read.Value, null, Given.ByRita).Refusal;
        Assert.Equal(ProblemCode.ValidationFailed, refusal?.Code);
        Assert.Equal(pointer, Assert.Single(refusal!.Errors).Pointer);
    }

    private static Decision<ChangeEvent> Edit(Change change, string json) => EditChange.Decide(
        change, StrictJson.Read<EditChange>(Encoding.UTF8.GetBytes(json)).Value, Given.Rita, Given.ByRita);
}

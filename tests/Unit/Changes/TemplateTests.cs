using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class TemplateTests
{
    private static readonly ContentModels Models = new(Given.Template, null);
    private static readonly DraftChange Silent =
        new(null, "standard", null, null, new(Given.At("2026-12-01T20:00:00Z"), null), Template: "patch");

    private static PutTemplate Body { get; } = new("Patch", new("a", "b", "c"), new("low", "low"));

    public static TheoryData<string, PutTemplate> Broken { get; } = new()
    {
        { "/title", Body with { Title = null } },
        { "/plan", Body with { Plan = null } },
        { "/plan/test", Body with { Plan = new("a", "b", null) } },
        { "/risk", Body with { Risk = null } },
        { "/risk/answers", Body with { Risk = new("low", "low", new Dictionary<string, string> { ["a"] = "b" }) } },
        { "/tasks/0/title", Body with { Tasks = [new("")] } },
        { "/tasks/0/after", Body with { Tasks = [new("a", After: 1)] } },
        { "/tasks/1/after", Body with { Tasks = [new("a"), new("b", After: 2)] } },
        { "/tasks/0/owner", Body with { Tasks = [new("a", "nobody")] } },
        { "/duration", Body with { Duration = Duration.Zero } },
        { "", Body with { Plan = new(new('x', 30_000), new('x', 30_000), "c") } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Put_WithAFieldOutOfRange_NamesTheField(string pointer, PutTemplate body) =>
        Assert.Equal(pointer, Assert.Single(PutTemplate.Validate(body)).Pointer);

    [Fact]
    public void Put_WithAKeyThatIsNone_IsRefused() =>
        Assert.Equal(ProblemCode.ValidationFailed, PutTemplate.Decide("A key", Body).Refusal?.Code);

    [Fact]
    public void Draft_WhereItIsSilent_TakesWhatTheTemplateGives()
    {
        var content = Draft(Silent).Content;
        Assert.Equal(("patch", 2), (content.Template, content.TemplateVersion));
        Assert.Equal((Given.Template.Title, Given.Template.Plan), (content.Title, content.Plan));
        Assert.Equal(("mail", "srv-1"), (content.Service, Assert.Single(content.ConfigurationItems)));
        Assert.Equal(Given.Template.Tasks, content.Tasks);
        Assert.Equal(Given.At("2026-12-01T22:00:00Z"), content.Window.End);
    }

    [Fact]
    public void Draft_WhereItSpeaks_KeepsWhatItSays()
    {
        var content = Draft(Silent with { Title = "Mine", Service = "web", ConfigurationItems = [] }).Content;
        Assert.Equal(("Mine", "web", 0), (content.Title, content.Service, content.ConfigurationItems.Count));
    }

    [Fact]
    public void Submit_OfAStandardChangeWithoutATemplate_AsksItsApprovers()
    {
        var change = Draft(Given.Body with { Type = "standard" });
        var decision = SubmitChange.Decide(change, new(null, [Given.PolicyFor("x", type: ["standard"])], Models));
        Assert.Equal(ChangeState.AwaitingApproval, Given.Fold(change, decision).State);
    }

    [Theory]
    [InlineData("standard")]
    [InlineData("normal")]
    public void Draft_WithATemplateThatIsNotThere_IsRefused(string type) =>
        Assert.Equal("/template", Refused(Given.Body with { Type = type, Template = "gone" }, ContentModels.None));

    [Fact]
    public void Draft_WithAnotherPlan_IsNotStandard() =>
        Assert.Equal("/plan", Refused(Silent with { Plan = new("Other", "b", "c") }, Models));

    [Fact]
    public void Draft_WithAnotherRisk_IsNotStandard() =>
        Assert.Equal("/risk", Refused(Silent with { Risk = new("high", "low") }, Models));

    [Fact]
    public void Draft_OfANormalChange_MayDeviateFromItsTemplate() =>
        Assert.Equal("Other", Draft(Silent with { Type = "normal", Plan = new("Other", "b", "c") }).Content.Plan.Implementation);

    [Fact]
    public void Draft_WithNeitherAnEndNorATemplateThatGivesOne_SaysSo() =>
        Assert.Equal("/window/end", Refused(Silent, new(Given.Template with { Duration = null }, null)));

    [Fact]
    public void Edit_ThatDeviates_IsNotStandard()
    {
        var edit = EditChange.Decide(Draft(Silent), new(Plan: new(new(Test: new("None")))), null, Ask(Models));
        Assert.Equal(("/plan", "not_standard"), (edit.Refusal!.Errors[0].Pointer, edit.Refusal.Errors[0].Code));
    }

    [Fact]
    public void Submit_OfAStandardChangeWithoutATemplate_NeedsAPolicy()
    {
        var change = Draft(Given.Body with { Type = "standard" });
        Assert.Equal(ProblemCode.NoPolicy, SubmitChange.Decide(change, Ask(Models)).Refusal!.Code);
    }

    private static Submission Ask(ContentModels models) => new(null, [], models);

    private static Change Draft(DraftChange body) =>
        Given.Fold(null, DraftChange.Decide(null, body, "CHG-000001", Given.Rita, Models));

    private static string Refused(DraftChange body, ContentModels models) => Assert.Single(
        DraftChange.Decide(null, body, "CHG-000001", Given.Rita, models).Refusal!.Errors).Pointer;
}

using ItsmServerless.Changes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class ChangeContentTests
{
    private static readonly ChangeContent Content = Given.Draft.Content;

    public static TheoryData<string, ChangeContent> EveryOtherContent { get; } = new()
    {
        { "title", Content with { Title = "x" } },
        { "description", Content with { Description = null } },
        { "type", Content with { Type = ChangeType.Standard } },
        { "template", Content with { Template = "x" } },
        { "risk", Content with { Risk = new(RiskLevel.High, RiskLevel.High) } },
        { "plan", Content with { Plan = Content.Plan with { Backout = "x" } } },
        { "window", Content with { Window = Content.Window with { End = Content.Window.Start } } },
        { "service", Content with { Service = "Network" } },
        { "configurationItems", Content with { ConfigurationItems = ["sw-1", "sw-2"] } },
        { "owner", Content with { Owner = null } },
        { "templateVersion", Content with { TemplateVersion = 2 } },
        { "answers", Content with { Risk = Content.Risk with { Answers = new Dictionary<string, string> { ["a"] = "b" } } } },
        { "tasks", Given.WithTasks(Content, 1) },
        { "titles of tasks", Titled("Other") },
        { "owners of tasks", Content with { Tasks = [new(1, "Step 1", Given.Olga, 1, null)] } },
        { "order of tasks", Content with { Tasks = [new(1, "Step 1", null, 2, null)] } },
    };

    private static ChangeContent Titled(string title) => Content with { Tasks = [new(1, title, null, 1, null)] };

    [Fact]
    public void Hashes_OfAllThese_Differ() => Assert.Distinct(EveryOtherContent.Select(row => row.Data.Item2.Hash()));

    /// <summary>The expected value is SHA-256 over the RFC 8785 text, computed with Python's json and
    /// hashlib.</summary>
    [Fact]
    public void Hash_IsWhatAnybodyComputesFromTheJson() => Assert.Equal(
        "fc3eacf4f620f93e793b277beadb7ac1f420a596ed47f78830dd18a9e4a636db", Content.Hash());

    [Theory]
    [MemberData(nameof(EveryOtherContent))]
    public void Hash_ChangesWithEveryMember(string member, ChangeContent other) =>
        Assert.True(Content.Hash() != other.Hash(), member);

    [Fact]
    public void Hash_IsTheSameForTheSameContent() => Assert.Equal(Content.Hash(), (Content with { }).Hash());

    /// <summary>The nine cells of the matrix, impact before likelihood.</summary>
    [Theory]
    [InlineData(RiskLevel.High, RiskLevel.High, RiskLevel.High)]
    [InlineData(RiskLevel.High, RiskLevel.Medium, RiskLevel.High)]
    [InlineData(RiskLevel.High, RiskLevel.Low, RiskLevel.Medium)]
    [InlineData(RiskLevel.Medium, RiskLevel.High, RiskLevel.High)]
    [InlineData(RiskLevel.Medium, RiskLevel.Medium, RiskLevel.Medium)]
    [InlineData(RiskLevel.Medium, RiskLevel.Low, RiskLevel.Low)]
    [InlineData(RiskLevel.Low, RiskLevel.High, RiskLevel.Medium)]
    [InlineData(RiskLevel.Low, RiskLevel.Medium, RiskLevel.Low)]
    [InlineData(RiskLevel.Low, RiskLevel.Low, RiskLevel.Low)]
    public void RiskLevel_ComesFromImpactAndLikelihood(RiskLevel impact, RiskLevel likelihood, RiskLevel level) =>
        Assert.Equal(level, new Risk(impact, likelihood).Level);
}

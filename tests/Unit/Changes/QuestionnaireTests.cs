using CsCheck;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Changes;

public sealed class QuestionnaireTests
{
    private static readonly ContentModels Models = new(null, Given.Questionnaire);

    private static PutQuestionnaire Body { get; } = new([new("a", "t", [new("a", "t", 1)])], new(1, 2));

    public static TheoryData<string, PutQuestionnaire> Broken { get; } = new()
    {
        { "/questions", Body with { Questions = null } },
        { "/questions/0/key", Body with { Questions = [new("A b", "t", [new("a", "t", 1)])] } },
        { "/questions/1/key", Body with { Questions = [Body.Questions![0], Body.Questions[0]] } },
        { "/questions/0/text", Body with { Questions = [new("a", "", [new("a", "t", 1)])] } },
        { "/questions/0/answers", Body with { Questions = [new("a", "t", [])] } },
        { "/questions/0/answers/0/points", Body with { Questions = [new("a", "t", [new("a", "t", 1001)])] } },
        { "/questions/0/answers/1/key", Body with { Questions = [new("a", "t", [new("a", "t", 1), new("a", "t", 2)])] } },
        { "/thresholds", Body with { Thresholds = null } },
        { "/thresholds/high", Body with { Thresholds = new(5, 5) } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Put_WithAFieldOutOfRange_NamesTheField(string pointer, PutQuestionnaire body) =>
        Assert.Equal(pointer, Assert.Single(PutQuestionnaire.Validate(body)).Pointer);

    /// <summary>By hand from the points in <see cref="Given.Questionnaire"/> and its thresholds 5 and 10; the matrix
    /// says
    /// medium.</summary>
    [Theory]
    [InlineData("yes", "few", 1, RiskLevel.Low, RiskLevel.Medium, "matrix")]
    [InlineData("yes", "all", 6, RiskLevel.Medium, RiskLevel.Medium, "both")]
    [InlineData("no", "all", 11, RiskLevel.High, RiskLevel.High, "questionnaire")]
    public void Level_IsTheHigherOneOfMatrixAndAnswers(
        string tested, string users, int points, RiskLevel byAnswers, RiskLevel level, string raisedBy) => Assert.Equal(
        new(level, RiskLevel.Medium, byAnswers, points, 4, raisedBy),
        RiskAssessment.Of(Drafted(tested, users).Content.Risk));

    [Fact]
    public void Level_WithoutAQuestionnaire_IsThatOfTheMatrix() => Assert.Equal(
        new(RiskLevel.Medium, RiskLevel.Medium, null, null, null, "matrix"),
        RiskAssessment.Of(Given.Draft.Content.Risk));

    [Fact]
    public void Draft_WithAnAnswerNobodyKnows_NamesIt()
    {
        var body = Given.Body with { Risk = new("high", "low", new Dictionary<string, string> { ["tested"] = "maybe" }) };
        var refusal = DraftChange.Decide(null, body, "CHG-000001", null, Models).Refusal!;
        Assert.Equal("/risk/answers/tested", Assert.Single(refusal.Errors).Pointer);
    }

    [Fact]
    public void Submit_WithOpenQuestions_NamesThem()
    {
        var refusal = SubmitChange.Decide(Given.Draft, Ask(Models)).Refusal!;
        Assert.Equal(ProblemCode.ValidationFailed, refusal.Code);
        Assert.Equal(["/risk/answers/tested", "/risk/answers/users"], refusal.Errors.Select(error => error.Pointer));
    }

    [Fact]
    public void Submit_WithAllAnswers_ChoosesThePolicyByTheirLevel()
    {
        var ask = Ask(Models) with { Policies = [Given.PolicyFor("high", risk: ["high"]), Given.PolicyFor("a", risk: ["medium"])] };
        var submitted = SubmitChange.Decide(Drafted("no", "all"), ask).Events.OfType<ChangeSubmitted>().Single();
        Assert.Equal("high", submitted.Policy?.Key);
    }

    [Fact]
    public void Submit_UnderALaterQuestionnaire_IsOfTheContentAsAssessedNow()
    {
        var stricter = Given.Questionnaire with { Version = 5, Thresholds = new(1, 2) };
        var draft = Drafted("yes", "all");
        var events = SubmitChange.Decide(draft, Ask(new(null, stricter))).Events;
        var edited = Assert.IsType<ChangeEdited>(events[0]);
        Assert.Equal((5, RiskLevel.High), (edited.Content.Risk.Questionnaire!.Version, edited.RiskLevel));
        Assert.Equal(edited.ContentHash, Assert.IsType<ChangeSubmitted>(events[1]).ContentHash);
        Assert.Equal(edited.ContentHash, Given.Fold(draft, [.. events]).ContentHash);
    }

    /// <summary>Points by a loop over what was answered, whatever is asked and answered.</summary>
    [Fact]
    public void Points_OfAnyAnswers_AreTheirSum() => Gen.Int[-9, 9].Array[0, 8].Select(Gen.Bool.Array[8]).Sample(drawn =>
    {
        var (points, isAnswered) = drawn;
        var questions = points.Select((each, n) => new RiskQuestion($"q{n}", "t", [new("a", "t", each)])).ToList();
        var answers = Enumerable.Range(0, points.Length).Where(n => isAnswered[n]).ToDictionary(n => $"q{n}", _ => "a");
        var assessed = new ChangeQuestionnaire(1, questions, new(3, 6)).Assess(new(RiskLevel.Low, RiskLevel.Low, answers));
        var sum = 0;
        for (var n = 0; n < points.Length; n++) sum += isAnswered[n] ? points[n] : 0;
        var level = sum < 3 ? RiskLevel.Low : sum < 6 ? RiskLevel.Medium : RiskLevel.High;
        Assert.Equal(points.Length == 0 ? null : new AnsweredRisk(1, sum, level), assessed.Questionnaire);
        Assert.Equal(points.Length == 0 ? RiskLevel.Low : level, assessed.Level);
    });

    private static Submission Ask(ContentModels models) => new(Given.Rita, [Given.Policy], models);

    private static Change Drafted(string tested, string users)
    {
        var answers = new Dictionary<string, string> { ["tested"] = tested, ["users"] = users };
        var body = Given.Body with { Risk = new("high", "low", answers) };
        return Given.Fold(null, DraftChange.Decide(null, body, "CHG-000001", Given.Rita, Models));
    }
}

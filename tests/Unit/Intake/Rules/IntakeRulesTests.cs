using ItsmServerless.Incidents;
using ItsmServerless.Intake;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tests.Unit.Incidents;
using ItsmServerless.Tests.Unit.Intake.Alerts;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Rules;

public sealed class IntakeRulesTests
{
    private static readonly RuleCondition Disk = new(RuleField.Title, RuleOperator.Contains, "DISK");

    [Theory]
    [InlineData(RuleField.Title, RuleOperator.Contains, "is full", true)]
    [InlineData(RuleField.Title, RuleOperator.Contains, "is empty", false)]
    [InlineData(RuleField.Title, RuleOperator.Equals, "disk OF db-1 is full", true)]
    [InlineData(RuleField.Title, RuleOperator.Equals, "disk", false)]
    [InlineData(RuleField.Title, RuleOperator.Matches, "^Disk of db-[0-9]+ is", true)]
    [InlineData(RuleField.Title, RuleOperator.Matches, "^disk", false)]
    [InlineData(RuleField.Key, RuleOperator.Matches, "/db-1$", true)]
    [InlineData(RuleField.Description, RuleOperator.Contains, "x", false)]
    [InlineData(RuleField.Severity, RuleOperator.Equals, "error", true)]
    [InlineData(RuleField.Service, RuleOperator.Equals, "web", true)]
    [InlineData(RuleField.Group, RuleOperator.Equals, "net", true)]
    [InlineData(RuleField.Item, RuleOperator.Equals, "db-2", true)]
    [InlineData(RuleField.Tag, RuleOperator.Contains, "env:", true)]
    [InlineData(RuleField.Source, RuleOperator.Equals, "Prometheus", true)]
    [InlineData(RuleField.Format, RuleOperator.Equals, "alertmanager", true)]
    public void Condition_LooksAtItsField(RuleField field, RuleOperator op, string value, bool holds) =>
        Assert.Equal(holds, new RuleCondition(field, op, value).Holds(GivenAlert.Received(Alert).Arrived));

    [Theory]
    [InlineData(RuleField.Title, RuleOperator.Equals, "still on fire", true)]
    [InlineData(RuleField.Description, RuleOperator.Contains, "it burns", true)]
    [InlineData(RuleField.From, RuleOperator.Equals, "ada@example.org", true)]
    [InlineData(RuleField.From, RuleOperator.Equals, "ada", true)]
    [InlineData(RuleField.From, RuleOperator.Contains, "bob", false)]
    [InlineData(RuleField.To, RuleOperator.Matches, "^desk@", true)]
    [InlineData(RuleField.Source, RuleOperator.Equals, "prometheus", true)]
    [InlineData(RuleField.Format, RuleOperator.Equals, "mime", true)]
    [InlineData(RuleField.Key, RuleOperator.Contains, "", false)]
    [InlineData(RuleField.Severity, RuleOperator.Matches, ".*", false)]
    public void Condition_LooksAtMailsToo(RuleField field, RuleOperator op, string value, bool holds) =>
        Assert.Equal(holds, new RuleCondition(field, op, value).Holds(Arrived));

    [Fact]
    public void Condition_LooksAtTheBeginningOfALongText()
    {
        var end = new RuleCondition(RuleField.Description, RuleOperator.Contains, "end");
        Assert.False(end.Holds(Arrived with { Description = new string('a', 64 << 10) + "end" }));
        Assert.True(end.Holds(Arrived with { Description = new string('a', (64 << 10) - 3) + "end" }));
    }

    [Fact]
    public void Outcome_IsOverWhatAMailIsByDefault()
    {
        var treatment = new Treatment(new(Priority.P1, Level.Low, Group: "desk", Tags: ["mail"]), [1]);
        var begun = MailEvents.Begin(
            null, GivenIntake.Received() with { Treatment = treatment with { Assignee = Given.Ada } }, "INC-7", null, []);
        var reported = Assert.IsType<IncidentReported>(begun.Events[0]);
        Assert.Equal(
            (Priority.P1, Level.Low, "desk", Given.Ada),
            (reported.Priority, reported.Impact, reported.Group, reported.Assignee!.Value));
        Assert.Equal(["mail"], reported.Tags);
    }

    [Fact]
    public void Explanation_NamesWhatIsNotSo_AndEndsWithWhatIgnores() => Assert.Equal(
        ["rule 1 does not apply: title contains \"DISK\" is not so", "rule 2 applies: it ignores"],
        new IntakeRules([new([Disk], new()), new([], new(Ignore: true)), new([], new())], 1).Explain(Arrived));

    [Fact]
    public void Rules_ApplyInTheirOrder_ALaterOneOverAnEarlier()
    {
        var treatment = Treat(
            new([Disk], new(Priority.P3, Group: "disks", Tags: ["a"])),
            new([new(RuleField.Title, RuleOperator.Contains, "cpu")], new(Group: "cpus")),
            new([], new(Priority.P1, Tags: ["b"])));
        Assert.Equal((Priority.P1, "disks"), (treatment.Outcome.Priority, treatment.Outcome.Group));
        Assert.Equal(["a", "b"], treatment.Outcome.Tags);
        Assert.Equal([1, 3], treatment.Rules);
    }

    [Fact]
    public void Rule_NeedsAllItsConditions() => Assert.Empty(
        Treat(new IntakeRule([Disk, new(RuleField.Item, RuleOperator.Equals, "db-9")], new(Group: "x"))).Rules);

    [Fact]
    public void Rule_ThatIgnores_IsTheLast()
    {
        var treatment = Treat(new([Disk], new(Ignore: true)), new([], new(Group: "x")));
        Assert.True(treatment.Ignore);
        Assert.Equal([1], treatment.Rules);
    }

    [Fact]
    public void Outcome_IsOverWhatTheAlertAndTheSourceSay()
    {
        var rules = new IntakeRules(
            [new([], new(Priority.P4, Level.Low, Level.High, "desk", "mail", ["extra"]))], 1);
        var alert = GivenAlert.Received(Alert);
        var treatment = rules.Treat(alert.Arrived) with { Assignee = Given.Ada };
        var fired = AlertEvents.Fire(null, alert with { Treatment = treatment }, 0, "INC-1", null);
        var reported = Assert.IsType<IncidentReported>(fired.Events[0]);
        Assert.Equal(
            (Priority.P4, Level.Low, Level.High, "desk", "mail", Given.Ada),
            (reported.Priority, reported.Impact, reported.Urgency, reported.Group, reported.Service, reported.Assignee!.Value));
        Assert.Equal(["env:prod", "extra"], reported.Tags);
    }

    [Theory]
    [InlineData("(a+)+$", true)]
    [InlineData("[a-z]{2,50}", true)]
    [InlineData("(a", false)]
    [InlineData("(a)\\1", false)]
    [InlineData("(?=a)", false)]
    [InlineData("a{51}", false)]
    [InlineData("a{1,1000}", false)]
    [InlineData("a{2}{2}{2}", false)]
    public void Pattern_ThatWouldGoBackOrGrow_IsRefused(string pattern, bool isAllowed) =>
        Assert.Equal(isAllowed, RuleCondition.Flaw(pattern) is null);

    /// <summary>Such a pattern takes ages where expressions go back (CWE-1333).</summary>
    [Fact]
    public void Pattern_OnEndlessText_Ends() => Assert.False(
        new RuleCondition(RuleField.Description, RuleOperator.Matches, "(a+)+$").Holds(
            GivenAlert.Received(Alert with { Description = new string('a', 16_000) + "!" }).Arrived));

    [Theory]
    [InlineData("title", "contains", "x", null)]
    [InlineData("shoe", "contains", "x", "/rules/0/when/0/field")]
    [InlineData("title", "is", "x", "/rules/0/when/0/op")]
    [InlineData("title", "equals", "", "/rules/0/when/0/value")]
    [InlineData("title", "matches", "(", "/rules/0/when/0/value")]
    public void Put_NamesWhatIsWrong(string field, string op, string value, string? pointer)
    {
        var body = new PutIntakeRules([new([new(field, op, value)], new(Priority: "P1"))]);
        Assert.Equal(pointer, PutIntakeRules.Validate(body).FirstOrDefault()?.Pointer);
    }

    [Fact]
    public void Put_AllowsSoManyExpressionsAsOneMessageMayTake()
    {
        RuleConditionBody[] matching = [.. Enumerable.Repeat(new RuleConditionBody("title", "matches", "a"), 17)];
        IntakeRuleBody rule = new(matching, new());
        Assert.Empty(PutIntakeRules.Validate(new([rule, rule])));
        Assert.Equal("/rules", Assert.Single(PutIntakeRules.Validate(new([rule, rule, rule]))).Pointer);
    }

    [Theory]
    [InlineData("incident", null)]
    [InlineData("request", "not_supported")]
    [InlineData("event", "not_supported")]
    [InlineData("shoe", "not_allowed")]
    public void Practice_IsOneThatTakesMessages(string practice, string? code)
    {
        var rules = new PutIntakeRules([new([], new(Practice: practice))]);
        var source = new CreateIntakeSource("Desk", "mime", Defaults: new(Practice: practice));
        Assert.Equal(code, PutIntakeRules.Validate(rules).SingleOrDefault()?.Code);
        Assert.Equal(code, CreateIntakeSource.Validate(source).SingleOrDefault()?.Code);
    }

    [Fact]
    public void LeastLoaded_IsTheFirstOfThoseWithTheFewest() => Assert.Equal(
        EmailAddress.From("b@example.org"), RuleAssignment.LeastLoaded(
            [EmailAddress.From("a@example.org"), EmailAddress.From("b@example.org"), EmailAddress.From("c@example.org")],
            new Dictionary<string, int>(StringComparer.Ordinal) { ["a@example.org"] = 2 }));

    private static Alert Alert => GivenAlert.Alert with
    {
        Severity = Severity.Error,
        Items = ["db-1", "db-2"],
        Tags = ["env:prod"],
    };

    private static ArrivedMessage Arrived => MailRules.Arrived(GivenIntake.Received(), GivenAlert.Source);

    private static Treatment Treat(params IntakeRule[] rules) =>
        new IntakeRules(rules, 1).Treat(GivenAlert.Received(Alert).Arrived);
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>The rules as a whole; those of before are replaced.</summary>
public sealed record PutIntakeRules(IReadOnlyList<IntakeRuleBody>? Rules) : IBody<PutIntakeRules>
{
    private const int MostRules = 100;

    /// <summary>Of a tenth of a second at most each: together no more than one message may take.</summary>
    private const int MostPatterns = 50;

    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(PutIntakeRules body) =>
    [
        .. Check.Present("/rules", body.Rules),
        .. Check.Count("/rules", body.Rules, 0, MostRules),
        .. Check.Each("/rules", body.Rules, IntakeRuleBody.Validate),
        .. Check.That(Patterns(body) <= MostPatterns, "/rules", "count",
            $"/rules has {Patterns(body)} conditions that match; {MostPatterns} are allowed."),
    ];

    /// <summary>The rules, once checked.</summary>
    internal IReadOnlyList<IntakeRule> ToRules() => [.. Rules!.Select(rule => rule.ToRule())];

    /// <summary>Always possible.</summary>
    public static Decision<IntakeRulesEvent> Decide(PutIntakeRules body) => new IntakeRulesPut(body.ToRules());

    private static int Patterns(PutIntakeRules body) =>
        (body.Rules ?? []).SelectMany(rule => rule?.When ?? []).Count(condition => condition?.Op == "matches");
}

/// <summary>A rule as callers write it.</summary>
public sealed record IntakeRuleBody(IReadOnlyList<RuleConditionBody>? When, RuleOutcomeBody? Then)
{
    internal IntakeRule ToRule() => new([.. When!.Select(condition => condition.ToCondition())], Then!.ToOutcome());

    internal static IEnumerable<FieldError> Validate(string pointer, IntakeRuleBody rule) => rule is null
        ? Check.Present(pointer, rule)
        :
        [
            .. Check.Present($"{pointer}/when", rule.When),
            .. Check.Count($"{pointer}/when", rule.When, 0, 20),
            .. Check.Each($"{pointer}/when", rule.When, RuleConditionBody.Validate),
            .. Check.Present($"{pointer}/then", rule.Then),
            .. rule.Then is { } then ? RuleOutcomeBody.Validate($"{pointer}/then", then) : [],
        ];
}

/// <summary>A condition as callers write it.</summary>
/// <param name="Field">A word of <see cref="RuleField"/>.</param>
/// <param name="Op">A word of <see cref="RuleOperator"/>.</param>
public sealed record RuleConditionBody(string? Field, string? Op, string? Value)
{
    internal RuleCondition ToCondition() =>
        new(Words<RuleField>.Parse(Field)!.Value, Words<RuleOperator>.Parse(Op)!.Value, Value!);

    internal static IEnumerable<FieldError> Validate(string pointer, RuleConditionBody condition) => condition is null
        ? Check.Present(pointer, condition)
        :
        [
            .. Check.Present($"{pointer}/field", condition.Field),
            .. Check.OneOf($"{pointer}/field", condition.Field, Words<RuleField>.All),
            .. Check.Present($"{pointer}/op", condition.Op),
            .. Check.OneOf($"{pointer}/op", condition.Op, Words<RuleOperator>.All),
            .. Check.Text($"{pointer}/value", condition.Value, 1, 500),
            .. condition is { Op: "matches", Value: { Length: > 0 } pattern } && RuleCondition.Flaw(pattern) is { } flaw
                ? [new($"{pointer}/value", "pattern", $"{pointer}/value is no such expression: {flaw}")]
                : Array.Empty<FieldError>(),
        ];
}

/// <summary>An outcome as callers write it.</summary>
public sealed record RuleOutcomeBody(
    string? Priority = null, string? Impact = null, string? Urgency = null, string? Group = null, string? Service = null,
    IReadOnlyList<string>? Tags = null, string? Assign = null, bool? Ignore = null,
    string? Practice = null)
{
    internal RuleOutcome ToOutcome() => new(
        Words<Incidents.Priority>.Parse(Priority), Words<Level>.Parse(Impact), Words<Level>.Parse(Urgency), Group, Service,
        Tags, Words<AssignBy>.Parse(Assign), Ignore == true, Words<IntakePractice>.Parse(Practice));

    internal static IEnumerable<FieldError> Validate(string pointer, RuleOutcomeBody then) =>
    [
        .. Check.OneOf($"{pointer}/priority", then.Priority, Words<Incidents.Priority>.All),
        .. IncidentFields.Level($"{pointer}/impact", then.Impact),
        .. IncidentFields.Level($"{pointer}/urgency", then.Urgency),
        .. IncidentFields.Line($"{pointer}/group", then.Group, 64),
        .. IncidentFields.Line($"{pointer}/service", then.Service, 100),
        .. Check.Count($"{pointer}/tags", then.Tags, 0, 10),
        .. Check.Each($"{pointer}/tags", then.Tags, (item, tag) => IncidentFields.Line(item, tag, 50, required: true)),
        .. Check.OneOf($"{pointer}/assign", then.Assign, Words<AssignBy>.All),
        .. IntakePracticeFields.Validate($"{pointer}/practice", then.Practice),
    ];
}

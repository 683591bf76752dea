using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Rules;

/// <summary>What a tenant wants done with what arrives, in an order. Every change is a version.</summary>
public sealed record IntakeRules(IReadOnlyList<IntakeRule> Rules, int Version) : IRecord<IntakeRules, IntakeRulesEvent>
{
    /// <summary>The prefix of the record's id.</summary>
    public const string Prefix = "irl";

    /// <summary>A tenant has one.</summary>
    public static readonly RecordId Id = RecordId.Named(Prefix, "rules");

    /// <summary>Of a tenant that never put any.</summary>
    public static IntakeRules None { get; } = new([], 0);

    /// <inheritdoc/>
    public static string Practice => "intake_rules";

    /// <inheritdoc/>
    public static IntakeRules Apply(IntakeRules? state, Recorded<IntakeRulesEvent> recorded) => recorded.Event switch
    {
        IntakeRulesPut e => new(e.Rules, recorded.Sequence),
        _ => throw new InvalidDataException($"{recorded.Record} cannot have {recorded.Event.GetType().Name}."),
    };

    /// <summary>What becomes of a message: each rule whose conditions hold adds to it, a later one over an earlier; one
    /// that ignores is the last.</summary>
    public Treatment Treat(ArrivedMessage message)
    {
        var treatment = Treatment.None;
        foreach (var (index, rule) in Rules.Index())
        {
            if (treatment.Ignore) break;
            if (rule.Broken(message) is null) treatment = treatment.Plus(rule.Then, index + 1);
        }
        return treatment;
    }

    /// <summary>Why, in a sentence for each rule that was looked at.</summary>
    public IEnumerable<string> Explain(ArrivedMessage message)
    {
        foreach (var (index, rule) in Rules.Index())
        {
            var broken = rule.Broken(message);
            yield return broken is null
                ? $"rule {index + 1} applies{(rule.Then.Ignore ? ": it ignores" : "")}"
                : $"rule {index + 1} does not apply: {broken.Told()} is not so";
            if (broken is null && rule.Then.Ignore) yield break;
        }
    }
}

/// <summary>What happens to the rules.</summary>
public abstract record IntakeRulesEvent;

/// <summary>All of them, as they are from here on.</summary>
[EventType("intake_rules.put")]
public sealed record IntakeRulesPut(IReadOnlyList<IntakeRule> Rules) : IntakeRulesEvent;

/// <summary>What is to be done when all conditions hold.</summary>
public sealed record IntakeRule(IReadOnlyList<RuleCondition> When, RuleOutcome Then)
{
    /// <summary>The first condition that does not hold; null when the rule applies.</summary>
    public RuleCondition? Broken(ArrivedMessage message) => When.FirstOrDefault(condition => !condition.Holds(message));
}

/// <summary>What is done. Members that are null leave things as they are.</summary>
/// <param name="Tags">Added to those of the message.</param>
/// <param name="Ignore">No incident begins, and none hears of it.</param>
/// <param name="Practice">What it becomes; null for by default.</param>
public sealed record RuleOutcome(
    Priority? Priority = null, Level? Impact = null, Level? Urgency = null, string? Group = null, string? Service = null,
    IReadOnlyList<string>? Tags = null, AssignBy? Assign = null, bool Ignore = false, IntakePractice? Practice = null);

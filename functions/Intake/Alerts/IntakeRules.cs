using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Alerts;

/// <summary>What a tenant wants done with alerts, in an order. Every change is a version.</summary>
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

    /// <summary>The alert as the rules want it: each whose conditions hold adds to it, a later one over an earlier; one
    /// that ignores is the last.</summary>
    public ReceivedAlert Treat(ReceivedAlert received)
    {
        var treatment = Treatment.None;
        foreach (var (index, rule) in Rules.Index())
        {
            if (treatment.Ignore) break;
            if (rule.When.All(condition => condition.Holds(received))) treatment = treatment.Plus(rule.Then, index + 1);
        }
        return received with { Treatment = treatment };
    }
}

/// <summary>What happens to the rules.</summary>
public abstract record IntakeRulesEvent;

/// <summary>All of them, as they are from here on.</summary>
[EventType("intake_rules.put")]
public sealed record IntakeRulesPut(IReadOnlyList<IntakeRule> Rules) : IntakeRulesEvent;

/// <summary>What is to be done when all conditions hold.</summary>
public sealed record IntakeRule(IReadOnlyList<RuleCondition> When, RuleOutcome Then);

/// <summary>What is done. Members that are null leave things as they are.</summary>
/// <param name="Tags">Added to those of the alert.</param>
/// <param name="Ignore">No incident begins, and none hears of it.</param>
public sealed record RuleOutcome(
    Priority? Priority = null, Level? Impact = null, Level? Urgency = null, string? Group = null, string? Service = null,
    IReadOnlyList<string>? Tags = null, AssignBy? Assign = null, bool Ignore = false);

/// <summary>What the rules make of one alert.</summary>
/// <param name="Rules">The numbers of those that applied, from 1.</param>
public sealed record Treatment(RuleOutcome Outcome, IReadOnlyList<int> Rules)
{
    /// <summary>As if there were no rules.</summary>
    public static Treatment None { get; } = new(new(), []);

    /// <summary>Whether the alert is to be ignored.</summary>
    public bool Ignore => Outcome.Ignore;

    /// <summary>With what another rule wants.</summary>
    public Treatment Plus(RuleOutcome next, int number) => new(
        new(
            next.Priority ?? Outcome.Priority, next.Impact ?? Outcome.Impact, next.Urgency ?? Outcome.Urgency,
            next.Group ?? Outcome.Group, next.Service ?? Outcome.Service,
            [.. Outcome.Tags ?? [], .. next.Tags ?? []], next.Assign ?? Outcome.Assign, next.Ignore),
        [.. Rules, number]);

    /// <summary>A reason, with the rules that took part.</summary>
    public string Told(string why) => Rules.Count == 0 ? why : $"{why}; rules {string.Join(", ", Rules)}";
}

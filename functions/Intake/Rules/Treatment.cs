using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>What the rules make of one message.</summary>
/// <param name="Rules">The numbers of those that applied, from 1.</param>
public sealed record Treatment(RuleOutcome Outcome, IReadOnlyList<int> Rules)
{
    private const int MostTags = 20;

    /// <summary>As if there were no rules.</summary>
    public static Treatment None { get; } = new(new(), []);

    /// <summary>Who gets what it begins, once that was looked for; null for nobody.</summary>
    public EmailAddress? Assignee { get; init; }

    /// <summary>Whether the message is to be ignored.</summary>
    public bool Ignore => Outcome.Ignore;

    /// <summary>With what another rule wants.</summary>
    public Treatment Plus(RuleOutcome next, int number) => new(
        new(
            next.Priority ?? Outcome.Priority, next.Impact ?? Outcome.Impact, next.Urgency ?? Outcome.Urgency,
            next.Group ?? Outcome.Group, next.Service ?? Outcome.Service,
            [.. Outcome.Tags ?? [], .. next.Tags ?? []], next.Assign ?? Outcome.Assign, next.Ignore,
            next.Practice ?? Outcome.Practice),
        [.. Rules, number]);

    /// <summary>What is reported, as the rules want it.</summary>
    public ReportIncident Over(ReportIncident report) => report with
    {
        Impact = Word(Outcome.Impact) ?? report.Impact,
        Urgency = Word(Outcome.Urgency) ?? report.Urgency,
        Service = Outcome.Service ?? report.Service,
        Group = Outcome.Group ?? report.Group,
        Tags = [.. (report.Tags ?? []).Concat(Outcome.Tags ?? []).Distinct().TakeLast(MostTags)],
        Assignee = Assignee?.Value ?? report.Assignee,
    };

    /// <summary>The same for its priority, which follows from impact and urgency unless a rule says it.</summary>
    public IncidentReported Over(IncidentReported reported) =>
        reported with { Priority = Outcome.Priority ?? reported.Priority };

    /// <summary>What becomes of a receipt that is ignored.</summary>
    public ReceiptIgnored Ignored() => new($"{RuleReason} {Told("ignored")}");

    /// <summary>Whether a receipt was ignored because a rule said so.</summary>
    public static bool WasIgnored(Receipt receipt) =>
        receipt is { State: ReceiptState.Ignored, Reason: { } why } && why.StartsWith(RuleReason, StringComparison.Ordinal);

    /// <summary>A reason, with the rules that took part.</summary>
    public string Told(string why) => Rules.Count == 0 ? why : $"{why}; rules {string.Join(", ", Rules)}";

    private const string RuleReason = "rule:";

    private static string? Word(Level? level) => level is { } known ? Words<Level>.Of(known) : null;
}

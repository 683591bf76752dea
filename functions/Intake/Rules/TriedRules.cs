using ItsmServerless.Incidents;
using ItsmServerless.Intake.Alerts;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Intake.Rules;

/// <summary>What would have happened, for each receipt of an alert or of a mail that begins an incident, newest
/// first.</summary>
public sealed record TriedRules(IReadOnlyList<TriedReceipt> Receipts);

/// <summary>A receipt under the rules.</summary>
/// <param name="Key">Of an alert; null for mails.</param>
/// <param name="Matched">The numbers of the rules whose conditions all hold, from 1.</param>
/// <param name="Ignored">Whether a rule would have had it ignored.</param>
/// <param name="Report">The incident it would have begun if none had its key; null when ignored.</param>
/// <param name="Assign">By what the assignee would have been found; null for by nothing.</param>
/// <param name="Why">A sentence for each rule that was looked at.</param>
public sealed record TriedReceipt(
    RecordId Receipt, string? Key, string Title, IReadOnlyList<int> Matched, bool Ignored, AssignBy? Assign,
    TriedReport? Report, IReadOnlyList<string> Why)
{
    internal static TriedReceipt Of(IntakeRules rules, ReceivedAlert received)
    {
        var treatment = rules.Treat(received.Arrived);
        var fired = AlertEvents.Fire(null, received with { Treatment = treatment }, 0, "", null);
        return Of(rules, received.Receipt, received.Arrived, treatment, fired.Events);
    }

    internal static TriedReceipt Of(IntakeRules rules, ReceivedMail received, IntakeSource source)
    {
        var arrived = MailRules.Arrived(received, source);
        var treatment = rules.Treat(arrived);
        var begun = MailEvents.Begin(null, received with { Treatment = treatment }, "", null, []);
        return Of(rules, received.Receipt, arrived, treatment, begun.Events);
    }

    private static TriedReceipt Of(
        IntakeRules rules, Receipt receipt, ArrivedMessage arrived, Treatment treatment,
        IEnumerable<IncidentEvent> events)
    {
        var reported = treatment.Ignore ? null : events.OfType<IncidentReported>().FirstOrDefault();
        return new(
            receipt.Id, arrived.Key, arrived.Title, treatment.Rules, treatment.Ignore, treatment.Outcome.Assign,
            reported is null ? null : TriedReport.Of(reported), [.. rules.Explain(arrived)]);
    }
}

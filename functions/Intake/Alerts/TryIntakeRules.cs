using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Rules to be tried out on what came in: nothing is kept or changed.</summary>
/// <param name="Receipts">How many of the newest, 1 to 50; 20 when missing.</param>
public sealed record TryIntakeRules(IReadOnlyList<IntakeRuleBody>? Rules, int? Receipts = null) : IBody<TryIntakeRules>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(TryIntakeRules body) =>
    [
        .. PutIntakeRules.Validate(new(body.Rules)),
        .. Check.That(body.Receipts is not (< 1 or > 50), "/receipts", "range", "/receipts is 1 to 50."),
    ];
}

/// <summary>What would have happened, for each receipt of an alert, newest first.</summary>
public sealed record TriedRules(IReadOnlyList<TriedReceipt> Receipts);

/// <summary>A receipt under the rules.</summary>
/// <param name="Matched">The numbers of the rules whose conditions all hold, from 1.</param>
/// <param name="Ignored">Whether a rule would have had it ignored.</param>
/// <param name="Report">The incident it would have begun if none had its key; null when ignored.</param>
/// <param name="Assign">By what the assignee would have been found; null for by nothing.</param>
public sealed record TriedReceipt(
    Kernel.Ids.RecordId Receipt, string Key, string Title, IReadOnlyList<int> Matched, bool Ignored, AssignBy? Assign,
    TriedReport? Report)
{
    internal static TriedReceipt Of(ReceivedAlert treated)
    {
        var fired = AlertEvents.Fire(null, treated, 0, "", null).Events
            .OfType<Incidents.IncidentReported>().FirstOrDefault();
        return new(
            treated.Receipt.Id, treated.Alert.Key, treated.Alert.Title, treated.Treatment.Rules,
            treated.Treatment.Ignore, treated.Treatment.Outcome.Assign,
            treated.Treatment.Ignore || fired is null ? null : TriedReport.Of(fired));
    }
}

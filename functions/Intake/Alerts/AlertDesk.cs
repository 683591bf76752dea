using ItsmServerless.Incidents;
using ItsmServerless.Intake.Rules;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Tenants;

namespace ItsmServerless.Intake.Alerts;

/// <summary>Makes of an alert what it is: an incident, a word about one, or nothing.</summary>
/// <remarks>May stop anywhere and be called again: the claim of the key says which incident it is, ids and commands
/// derive from the receipt.</remarks>
public sealed class AlertDesk(
    EventLog log, NumberBlocks numbers, AlertClaims claims, AlertStorms storms, RuleBook rules,
    RuleAssignment assignment, AlertChanges changes, PriorityMatrices matrices, Survivors survivors, Clock clock)
{
    private const int Tries = 10;
    private const string NotOpen = "not_open: no incident has this key";

    /// <summary>What became of it.</summary>
    public async Task<ReceiptEvent> Take(ReceivedAlert received, CancellationToken cancel)
    {
        received = received with { Matrix = await matrices.Of(received.Tenant, cancel) };
        return received.Alert.Status switch
        {
            AlertStatus.Firing => await Treat(received, cancel),
            AlertStatus.Resolved => await Resolve(received, cancel),
            _ => await Acknowledge(received, cancel),
        };
    }

    /// <summary>What ends is never ignored: it may have begun before the rule did.</summary>
    private async Task<ReceiptEvent> Treat(ReceivedAlert received, CancellationToken cancel)
    {
        var treatment = (await rules.Current(received.Tenant, cancel)).Treat(received.Arrived);
        return treatment.Ignore
            ? treatment.Ignored()
            : await Fire(received with { Treatment = treatment }, isStorm: null, cancel);
    }

    private async Task<ReceiptEvent> Fire(ReceivedAlert received, bool? isStorm, CancellationToken cancel)
    {
        RecordId? done = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            (var claim, isStorm, var isOvertaken) = await Claim(received, done, isStorm, cancel);
            if (isOvertaken) return new ReceiptIgnored("overtaken: it was well again after this");
            if (isStorm == true) return await Fire(received.AsStorm(), isStorm: false, cancel);
            if (claim is null) continue;
            var fired = await Commit(received, claim, done, cancel);
            if (fired is not null) return fired;
            done = claim.Incident;
        }
        throw new InvalidOperationException($"{received.Receipt.Id} met others too often."); // The bus delivers again.
    }

    /// <summary>The claim as it is from here on; null when another came between, or it is to be the storm's.</summary>
    private async Task<(AlertClaim? Claim, bool? IsStorm, bool IsOvertaken)> Claim(
        ReceivedAlert received, RecordId? done, bool? isStorm, CancellationToken cancel)
    {
        using var turn = await claims.Turn(received.Tenant, received.Alert.Key, cancel);
        var claim = await claims.Find(received.Tenant, received.Alert.Key, cancel);
        if (IsOvertaken(claim, received)) return (null, isStorm, true);
        var begins = claim.Incident is null || claim.Incident == done;
        isStorm ??= begins ? await storms.Count(received, cancel) : null;
        if (begins && isStorm == true) return (null, true, false);
        var next = begins ? claim.Begin(received.NewIncident) : Next(claim, received);
        return next == claim || await claims.TryWrite(received.Tenant, received.Alert.Key, next, cancel)
            ? (next, isStorm, false)
            : (null, isStorm, false);
    }

    /// <summary>Who began the incident is not counted as heard of again.</summary>
    private static AlertClaim Next(AlertClaim claim, ReceivedAlert received) =>
        claim.Incident == received.NewIncident ? claim : claim.Counted(received.Receipt.Id);

    private static bool IsOvertaken(AlertClaim claim, ReceivedAlert received) =>
        claim.EndedAt > received.Receipt.ReceivedAt && claim.Incident != received.NewIncident;

    /// <summary>What was merged leads on to what it was merged into.</summary>
    /// <returns>Null when the incident is done and another has to begin.</returns>
    private async Task<ReceiptEvent?> Commit(
        ReceivedAlert received, AlertClaim claim, RecordId? follows, CancellationToken cancel)
    {
        var incident = claim.Incident!.Value;
        var count = incident == received.NewIncident ? 0 : claim.Count;
        if (await Commit(received, incident, count, follows, cancel) is { } fired) return fired;
        var survivor = await survivors.Of(received.Tenant, incident, cancel);
        return survivor == incident ? null : await Commit(received, survivor, count, follows, cancel);
    }

    private async Task<ReceiptEvent?> Commit(
        ReceivedAlert received, RecordId incident, int count, RecordId? follows, CancellationToken cancel)
    {
        if (count == 0) received = await Furnish(received, cancel);
        var number = await numbers.Take(received.Tenant, Incident.Series, cancel);
        Decision<IncidentEvent> Decide(Incident? state) => AlertEvents.Fire(state, received, count, number, follows);
        var command = Command(received, $"fire {incident}");
        var fired = count == 0
            ? await log.Create<Incident, IncidentEvent>(command, incident, Decide, cancel)
            : await log.Execute<Incident, IncidentEvent>(command, incident, Decide, cancel);
        if (fired.IsRefused(out var refusal, out var record) || record.State.Number != number)
            numbers.Return(received.Tenant, number);
        return refusal?.Code == ProblemCode.InvalidTransition ? null
            : refusal is not null ? Failed(refusal)
            : new ReceiptProcessed(incident, Match(received, count));
    }

    /// <summary>With what only an incident that begins needs to know.</summary>
    private async Task<ReceivedAlert> Furnish(ReceivedAlert received, CancellationToken cancel) => received with
    {
        Change = await changes.Under(received, cancel),
        Treatment = await assignment.Assign(received.Tenant, received.Treatment, received.Group, cancel),
    };

    private static string? Match(ReceivedAlert received, int count) =>
        received.Alert.Key == received.AsStorm().Alert.Key ? "storm" : count == 0 ? null : "open_key";

    private async Task<ReceiptEvent> Resolve(ReceivedAlert received, CancellationToken cancel)
    {
        var claim = await End(received, cancel);
        if (claim.Incident is not { } incident) return new ReceiptIgnored(NotOpen);
        var number = await numbers.Take(received.Tenant, Incident.Series, cancel);
        var resolved = await log.Execute<Incident, IncidentEvent>(
            Command(received, "resolve"), incident, state => AlertEvents.Resolve(state, received, number), cancel);
        if (resolved.IsRefused(out var refusal, out var record) || record.State.Number != number)
            numbers.Return(received.Tenant, number);
        return refusal is null ? new ReceiptProcessed(incident, "resolved") : Failed(refusal);
    }

    /// <summary>Remembers that it is well again, also for a key that is not known: the word that it is not may be
    /// late.</summary>
    private async Task<AlertClaim> End(ReceivedAlert received, CancellationToken cancel)
    {
        using var turn = await claims.Turn(received.Tenant, received.Alert.Key, cancel);
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var claim = await claims.Find(received.Tenant, received.Alert.Key, cancel);
            var ended = claim.Ended(received.Receipt.ReceivedAt);
            if (ended == claim) return ended;
            if (await claims.TryWrite(received.Tenant, received.Alert.Key, ended, cancel)) return ended;
        }
        throw new InvalidOperationException($"{received.Receipt.Id} met others too often."); // The bus delivers again.
    }

    private async Task<ReceiptEvent> Acknowledge(ReceivedAlert received, CancellationToken cancel)
    {
        var claim = await claims.Find(received.Tenant, received.Alert.Key, cancel);
        if (claim.Incident is not { } incident) return new ReceiptIgnored(NotOpen);
        var started = await log.Execute<Incident, IncidentEvent>(
            Command(received, "acknowledge"), incident,
            state => state is null
                ? Problem.NotFound($"{Incident.Practice} {incident}")
                : AlertEvents.Acknowledge(state),
            cancel);
        return started.Problem?.Code == ProblemCode.NotFound ? new ReceiptIgnored(NotOpen)
            : started.Problem is { } refusal ? Failed(refusal)
            : new ReceiptProcessed(incident, "acknowledged");
    }

    /// <summary>A conflict passes: the bus delivers again. What the rules refuse will be refused again.</summary>
    private static ReceiptQuarantined Failed(Problem refusal) => refusal.Code == ProblemCode.VersionConflict
        ? throw new InvalidOperationException(refusal.Detail)
        : new ReceiptQuarantined($"{refusal.Code.ToText()}: {refusal.Detail}");

    private CommandContext Command(ReceivedAlert received, string step) =>
        CommandContext.Internal(received.Tenant, CommandId.FromCause(step, received.Receipt.Id.Value), clock.Now) with
        {
            By = Actor.Source(received.Source.Id),
        };
}

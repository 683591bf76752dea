using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The clocks of incidents, read from storage.</summary>
public sealed class IncidentClocks(EventLog log, Commitments commitments, Kernel.Time.Clock clock)
{
    private const string IdStart = Incident.Prefix + "_";

    /// <summary>How the clocks stand, or stood, for the API.</summary>
    public async Task<Outcome<ClockList>> Show(
        Caller caller, string id, ClockQuestion question, CancellationToken cancel)
    {
        var isId = RecordId.TryParse(Incident.Prefix, id, out var incident);
        var life = isId ? await Read(caller.Tenant, incident!.Value, cancel) : null;
        if (life is null || !life.Incident.IsVisibleTo(caller)) return Problem.NotFound($"incident {id}");
        return life.Show(question.At ?? clock.Now, question.IsExplained);
    }

    /// <summary>All that the clocks of an incident depend on; null when there is no such incident. Three queries, and
    /// two more for each recalculation.</summary>
    public async Task<IncidentLife?> Read(TenantId tenant, RecordId incident, CancellationToken cancel)
    {
        var history = await log.History<IncidentEvent>(tenant, incident, cancel);
        if (history.Count == 0) return null;
        var inForce = await commitments.InForce(tenant, history[0].At, cancel);
        var terms = new List<Terms> { new(null, inForce) };
        foreach (var recorded in history)
            if (recorded.Event is ClockRecalculated recalculated)
                terms.Add(await After(tenant, terms[^1], recorded, recalculated, cancel));
        return new(incident.Value[IdStart.Length..], history, terms);
    }

    private async Task<Terms> After(
        TenantId tenant, Terms before, Recorded<IncidentEvent> recorded, ClockRecalculated e, CancellationToken cancel)
    {
        var version = await commitments.Version(tenant, e.Agreement, e.AgreementVersion, e.CalendarVersion, cancel);
        return before.After(version, new(e.Recalculation, recorded.At, recorded.Sequence));
    }
}

/// <summary>What was agreed about an incident, from a moment on.</summary>
/// <param name="Since">Null from the report on.</param>
public sealed record Terms(Recalculated? Since, IReadOnlyList<Commitment> Commitments)
{
    /// <summary>What is agreed once a recalculation put another version of an agreement in its place.</summary>
    public Terms After(Commitment version, Recalculated since) =>
        new(since, (version with { Recalculated = since }).Among(Commitments));
}

/// <summary>What happened to an incident, and what was agreed about it.</summary>
/// <param name="Subject">The incident's ULID.</param>
/// <param name="Terms">What was in force at the report, and after each recalculation, in order.</param>
public sealed record IncidentLife(
    string Subject, IReadOnlyList<Recorded<IncidentEvent>> History, IReadOnlyList<Terms> Terms)
{
    private readonly IReadOnlyList<Moment> moments = IncidentMoments.Of(History);

    /// <summary>The incident's version that this was read at.</summary>
    public int Version => History[^1].Sequence;

    /// <summary>The incident itself.</summary>
    public Incident Incident => History.Aggregate((Incident?)null, Incident.Apply)!;

    /// <summary>The clocks as callers see them.</summary>
    public ClockList Show(Instant at, bool isExplained) =>
        isExplained ? ClockList.Of(Explained(at)) : ClockList.Of(Clocks(at));

    /// <summary>What applied at an instant.</summary>
    public IReadOnlyList<Commitment> Commitments(Instant at) =>
        Terms.Last(terms => terms.Since is null || terms.Since.At <= at).Commitments;

    /// <summary>The clocks as of an instant.</summary>
    public IEnumerable<ServiceClock> Clocks(Instant at) =>
        Commitments(at).SelectMany(agreed => ClockEngine.Evaluate(Subject, agreed, moments, at));

    /// <summary>The clocks as of an instant, with every part of their time.</summary>
    public IEnumerable<ExplainedClock> Explained(Instant at) =>
        Commitments(at).SelectMany(agreed => ClockEngine.Explain(Subject, agreed, moments, at));

    /// <summary>A clock that is breached, as it stood when it became so.</summary>
    public ExplainedClock AtBreach(ServiceClock clock)
    {
        var then = ClockEngine.Explain(Subject, clock.Commitment, moments, clock.BreachedAt!.Value)
            .Single(other => other.Clock.Id == clock.Id);
        return then with { Clock = clock with { Elapsed = then.Clock.Elapsed } };
    }

    /// <summary>The same life as it was just before something happened.</summary>
    public IncidentLife Before(Recorded<IncidentEvent> happened) => new(
        Subject, [.. History.TakeWhile(earlier => earlier.Sequence < happened.Sequence)],
        [.. Terms.TakeWhile(terms => terms.Since is null || terms.Since.Sequence < happened.Sequence)]);

    /// <summary>The same life as it would be if something had been agreed from the report on.</summary>
    public IncidentLife Under(params IReadOnlyList<Commitment> agreed) => new(Subject, History, [new(null, agreed)]);

    /// <summary>What remains to be done, soonest first, of clocks as of an instant: steps that are not in the history
    /// yet, and after a recalculation only those that lie ahead of it.</summary>
    public IEnumerable<(ServiceClock Clock, ClockStep Step)> Ahead(Instant at)
    {
        var done = Done();
        return Clocks(at).SelectMany(clock => clock.Steps.Select(step => (Clock: clock, Step: step)))
            .Where(pair => pair.Step.ActAt > (pair.Clock.Commitment.Recalculated?.At ?? Instant.MinValue))
            .Where(pair => !done.TryGetValue((pair.Clock.Id, pair.Step.At.ToString(), pair.Clock.Within), out var last)
                || last < pair.Clock.Commitment.Recalculated?.Sequence)
            .OrderBy(pair => pair.Step.ActAt).ThenBy(pair => pair.Step.Percent);
    }

    /// <summary>The last event of each step.</summary>
    private Dictionary<(string Clock, string Step, Duration Within), int> Done()
    {
        var done = new Dictionary<(string Clock, string Step, Duration Within), int>();
        foreach (var recorded in History)
            if (StepOf(recorded.Event) is { } step)
                done[step] = recorded.Sequence;
        return done;
    }

    private static (string Clock, string Step, Duration Within)? StepOf(IncidentEvent happened) => happened switch
    {
        ClockWarned e => (e.Clock, e.Step ?? Share(e.Percent), e.Within),
        ClockBreached e => (e.Clock, e.Step ?? Share(e.Percent), e.Within),
        _ => null,
    };

    private static string Share(decimal percent) => StepTime.At(percent / 100).ToString();
}

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
        if (life is null) return Problem.NotFound($"incident {id}");
        return life.Show(question.At ?? clock.Now, question.IsExplained);
    }

    /// <summary>All that the clocks of an incident depend on; null when there is no such incident. Three
    /// queries.</summary>
    public async Task<IncidentLife?> Read(TenantId tenant, RecordId incident, CancellationToken cancel)
    {
        var history = await log.History<IncidentEvent>(tenant, incident, cancel);
        if (history.Count == 0) return null;
        var inForce = await commitments.InForce(tenant, history[0].At, cancel);
        return new(incident.Value[IdStart.Length..], history, inForce);
    }
}

/// <summary>What happened to an incident, and what was agreed when it was reported.</summary>
/// <param name="Subject">The incident's ULID.</param>
public sealed record IncidentLife(
    string Subject, IReadOnlyList<Recorded<IncidentEvent>> History, IReadOnlyList<Commitment> Commitments)
{
    private readonly IReadOnlyList<Moment> moments = IncidentMoments.Of(History);

    /// <summary>The incident's version that this was read at.</summary>
    public int Version => History[^1].Sequence;

    /// <summary>The clocks as callers see them.</summary>
    public ClockList Show(Instant at, bool isExplained) =>
        isExplained ? ClockList.Of(Explained(at)) : ClockList.Of(Clocks(at));

    /// <summary>The clocks as of an instant, with every part of their time.</summary>
    public IEnumerable<ExplainedClock> Explained(Instant at) =>
        Commitments.SelectMany(agreed => ClockEngine.Explain(Subject, agreed, moments, at));

    /// <summary>A clock that is breached, as it stood when it became so.</summary>
    public ExplainedClock AtBreach(ServiceClock clock)
    {
        var breachedAt = clock.BreachedAt!.Value;
        var then = ClockEngine.Explain(Subject, clock.Commitment, moments, breachedAt)
            .Single(other => other.Clock.Id == clock.Id);
        return then with { Clock = clock with { Elapsed = then.Clock.Elapsed } };
    }

    /// <summary>The same life as it was just before something happened.</summary>
    public IncidentLife Before(Recorded<IncidentEvent> happened) =>
        new(Subject, [.. History.TakeWhile(earlier => earlier != happened)], Commitments);

    /// <summary>The clocks as of an instant.</summary>
    public IEnumerable<ServiceClock> Clocks(Instant at) =>
        Commitments.SelectMany(agreed => ClockEngine.Evaluate(Subject, agreed, moments, at));

    /// <summary>What remains to be done, soonest first, of clocks as of an instant: steps that are not in the history
    /// yet.</summary>
    public IEnumerable<(ServiceClock Clock, ClockStep Step)> Ahead(Instant at)
    {
        var done = History.Select(recorded => StepOf(recorded.Event)).ToHashSet();
        return Clocks(at).SelectMany(clock => clock.Steps.Select(step => (Clock: clock, Step: step)))
            .Where(pair => !done.Contains((pair.Clock.Id, pair.Step.At.ToString(), pair.Clock.Within)))
            .OrderBy(pair => pair.Step.ActAt).ThenBy(pair => pair.Step.Percent);
    }

    private static (string Clock, string Step, Duration Within)? StepOf(IncidentEvent happened) => happened switch
    {
        ClockWarned e => (e.Clock, e.Step ?? Share(e.Percent), e.Within),
        ClockBreached e => (e.Clock, e.Step ?? Share(e.Percent), e.Within),
        _ => null,
    };

    private static string Share(decimal percent) => StepTime.At(percent / 100).ToString();
}

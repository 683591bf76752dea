using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Workflows;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Looks at the clocks of an incident and does what is due. The orchestration and the sweeper both go through
/// here.</summary>
/// <remarks>
/// May run twice, at the same time, and stop anywhere: a step is a command with an id of its own, so it is done once;
/// and it is done only against the version of the incident that was looked at, so that no hold or resolution slips in
/// between.
/// </remarks>
public sealed class ClockKeeper(
    EventLog log, IncidentClocks clocks, ClockResults book, DueTable due, Kernel.Time.Clock clock)
    : IDueKeeper
{
    private const int MostSteps = 200;

    /// <inheritdoc/>
    public string Prefix => Incident.Prefix;

    /// <inheritdoc/>
    public Task Tend(DueEntry entry, CancellationToken cancel) =>
        Tend(entry.Tenant, entry.Record, entry.At, null, cancel);

    /// <summary>Does every step that is due, and files what clocks came to and when the next step is.</summary>
    /// <param name="filed">The entry of the due table that this look answers; null when there is none.</param>
    /// <param name="results">What was filed of the clocks last; null when that is not known.</param>
    /// <remarks>A query, two more in the incident's first minute, as many for each step that is done, and two calls
    /// when a clock is decided.</remarks>
    public async Task<ClockPlan> Tend(
        TenantId tenant, RecordId incident, Instant? filed, FiledMark? results, CancellationToken cancel)
    {
        var plan = ClockPlan.Over;
        for (var steps = 0; steps < MostSteps; steps++)
        {
            var (now, life) = (clock.Now, await clocks.Read(tenant, incident, cancel));
            if (life is null) break;
            var (agreed, step) = life.Ahead(now).FirstOrDefault();
            plan = new(life.Clocks(now).Any(running => running.StoppedAt is null), step?.ActAt);
            if (step is null || step.ActAt > now)
            {
                plan = plan with { Results = await book.File(tenant, incident, life, now, results, cancel) };
                break;
            }
            await Act(tenant, incident, life.Version, new(agreed, step), now, cancel);
        }
        await due.Move(tenant, incident, filed, plan.NextAt, cancel);
        return plan;
    }

    private async Task Act(
        TenantId tenant, RecordId incident, int version, ActOnStep step, Instant now, CancellationToken cancel)
    {
        var command = CommandContext.Internal(tenant, step.Id, now) with { IfMatch = new(version) };
        var acted = await log.Execute<Incident, IncidentEvent>(
            command, incident, state => ActOnStep.Decide(state!, step), cancel);
        if (acted.Problem is { Code: not ProblemCode.VersionConflict } refused)
            throw new InvalidOperationException($"A step of {step.Clock.Id} was refused: {refused.Detail}");
    }
}

/// <summary>What the clocks of an incident want next.</summary>
/// <param name="IsAlive">Whether any of them can still count.</param>
/// <param name="NextAt">When the next step is due, if nothing happens before; null when none is in sight.</param>
public sealed record ClockPlan(bool IsAlive, Instant? NextAt)
{
    /// <summary>No clock, no step.</summary>
    public static ClockPlan Over { get; } = new(false, null);

    /// <summary>What is filed of the clocks; null when nothing was looked at.</summary>
    public FiledMark? Results { get; init; }
}

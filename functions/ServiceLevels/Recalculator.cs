using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Applies a recalculation to one incident after the other.</summary>
/// <remarks>May run twice and stop anywhere: the event has an id of its own, and what is done already is compared as of
/// the moment it was done, so that it comes out the same.</remarks>
public sealed class Recalculator(
    EventLog log, IncidentClocks clocks, Commitments commitments, ClockKeeper keeper, Kernel.Time.Clock clock)
{
    private const int Tries = 10;

    /// <summary>The agreement's clocks on an incident, before and after; unless it is a dry run, the after is
    /// made.</summary>
    /// <remarks>Five queries; where something is made, three for the command and a look at the clocks.</remarks>
    public async Task<IReadOnlyList<RecalculatedClock>> Apply(
        TenantId tenant, Recalculation recalculation, RecordId incident, CancellationToken cancel)
    {
        var version = await commitments.Version(
            tenant, recalculation.Agreement, recalculation.AgreementVersion, recalculation.CalendarVersion, cancel);
        for (var tries = 0; tries < Tries; tries++)
        {
            var (now, life) = (clock.Now, await clocks.Read(tenant, incident, cancel));
            if (life is null) return [];
            var done = life.History.FirstOrDefault(
                happened => happened.Event is ClockRecalculated e && e.Recalculation == recalculation.Id.Value);
            var compared = done is null ? Compare(life, version, now) : Compare(life.Before(done), version, done.At);
            if (recalculation.DryRun) return compared;
            if (done is null && Matters(life, version, compared, now) &&
                !await Write(tenant, recalculation, incident, life.Version, now, cancel)) continue;
            await keeper.Tend(tenant, incident, null, null, cancel);
            return compared;
        }
        throw new InvalidOperationException($"{incident} was changed by others {Tries} times in a row.");
    }

    private static IReadOnlyList<RecalculatedClock> Compare(IncidentLife life, Commitment version, Instant at) =>
        RecalculatedClock.Compare(life, life.Under(version.Among(life.Commitments(at))), version.Agreement.Key, at);

    /// <summary>Not where the versions are those that apply already, nor where nothing can come of them.</summary>
    private static bool Matters(
        IncidentLife life, Commitment version, IReadOnlyList<RecalculatedClock> compared, Instant now)
    {
        var applies = life.Commitments(now).FirstOrDefault(agreed => agreed.Agreement.Key == version.Agreement.Key);
        var isSame = (applies?.Agreement.Version, applies?.CalendarVersion) ==
            (version.Agreement.Version, version.CalendarVersion);
        var isOver = life.History.Any(happened => happened.Event is IncidentClosed or IncidentCancelled);
        return !isSame && (compared.Count > 0 || !isOver);
    }

    /// <returns>False when the incident changed since it was looked at.</returns>
    private async Task<bool> Write(
        TenantId tenant, Recalculation recalculation, RecordId incident, int version, Instant now,
        CancellationToken cancel)
    {
        var id = CommandId.FromCause("recalculation", recalculation.Id.Value, incident.Value);
        var written = await log.Execute<Incident, IncidentEvent>(
            CommandContext.Internal(tenant, id, now) with { IfMatch = new(version) }, incident,
            _ => new ClockRecalculated(
                recalculation.Agreement, recalculation.AgreementVersion, recalculation.CalendarVersion,
                recalculation.Id.Value), cancel);
        return written.Problem is not { Code: ProblemCode.VersionConflict };
    }
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>How changes ended that ended in a time.</summary>
/// <param name="ByTeam">By the groups of the owner; of several groups in each, and of none under null.</param>
public sealed record SuccessRates(
    Instant From, Instant To, OutcomeCounts All, IReadOnlyList<TypeRate> ByType, IReadOnlyList<TeamRate> ByTeam)
{
    /// <summary>Counts. Pure.</summary>
    public static SuccessRates Of(Window asked, IReadOnlyList<ChangeSummary> changes, IReadOnlyList<Group> groups)
    {
        var ended = changes.DistinctBy(change => change.Id).Where(change =>
            change.Outcome is not null && change.CompletedAt >= asked.Start && change.CompletedAt < asked.End).ToList();
        var teams = ended.SelectMany(change => TeamsOf(change, groups).Select(team => (Team: team, Change: change)));
        return new(
            asked.Start, asked.End, OutcomeCounts.Of(ended),
            [
                .. ended.GroupBy(change => change.Type).OrderBy(type => type.Key)
                    .Select(type => new TypeRate(type.Key, OutcomeCounts.Of(type))),
            ],
            [
                .. teams.GroupBy(each => each.Team, each => each.Change)
                    .OrderBy(team => team.Key, StringComparer.Ordinal)
                    .Select(team => new TeamRate(team.Key, OutcomeCounts.Of(team))),
            ]);
    }

    private static IEnumerable<string?> TeamsOf(ChangeSummary change, IReadOnlyList<Group> groups) => groups
        .Where(group => change.Owner is { } owner && group.Members.Contains(owner))
        .Select(string? (group) => group.Key).DefaultIfEmpty(null);
}

/// <summary>How changes of a type ended.</summary>
public sealed record TypeRate(ChangeType Type, OutcomeCounts Counts);

/// <summary>How changes of a group ended; null for owners of no group, and for changes without an owner.</summary>
public sealed record TeamRate(string? Group, OutcomeCounts Counts);

/// <summary>How many ended how.</summary>
/// <param name="SuccessRate">Successful ones among all, to four decimals; null when there are none.</param>
public sealed record OutcomeCounts(int Ended, int Successful, int Failed, int RolledBack, decimal? SuccessRate)
{
    internal static OutcomeCounts Of(IEnumerable<ChangeSummary> changes)
    {
        var outcomes = changes.Select(change => change.Outcome).ToList();
        var successful = outcomes.Count(outcome => outcome == ChangeOutcome.Successful);
        return new(
            outcomes.Count, successful, outcomes.Count(outcome => outcome == ChangeOutcome.Failed),
            outcomes.Count(outcome => outcome == ChangeOutcome.RolledBack),
            outcomes.Count == 0 ? null : decimal.Round((decimal)successful / outcomes.Count, 4));
    }
}

/// <summary>Reads what success rates are counted from.</summary>
public sealed class SuccessReport(ChangeSchedule schedule, ChangeMonths months, Lists lists)
{
    /// <summary>Three queries, and one for each month since.</summary>
    public async Task<Outcome<SuccessRates>> Read(TenantId tenant, Window asked, CancellationToken cancel)
    {
        var open = await schedule.Ended(tenant, asked, TableNames.Open, [Change.Practice], cancel);
        var since = await months.Since(tenant, asked.Start, cancel);
        var closed = since.Count == 0 ? [] : await schedule.Ended(tenant, asked, TableNames.Closed, since, cancel);
        var rows = await lists.All(tenant, TableNames.Settings, Group.ListPartition, cancel);
        return SuccessRates.Of(asked, [.. open, .. closed], [.. rows.Select(SettingsRow.Read<Group>)]);
    }
}

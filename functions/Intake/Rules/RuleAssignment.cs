using Azure;
using Azure.Data.Tables;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tenants;

namespace ItsmServerless.Intake.Rules;

/// <summary>Finds who of a group gets an incident that begins.</summary>
public sealed class RuleAssignment(EventLog log, Lists lists, Tables tables)
{
    private const string Row = "turn";
    private const int Tries = 10;

    /// <summary>The treatment with the member; with nobody for a group that nobody is in, or that does not exist. A read
    /// of the group; then by turns a read and a write, by load one query over what is open, at most a thousand.</summary>
    public async Task<Treatment> Assign(
        TenantId tenant, Treatment treatment, string? usualGroup, CancellationToken cancel)
    {
        if (treatment.Outcome.Assign is not { } by || (treatment.Outcome.Group ?? usualGroup) is not { } group)
            return treatment;
        var found = await log.Find<Group, GroupEvent>(tenant, Group.IdOf(group), cancel);
        if (found is not { State.Members: { IsEmpty: false } members }) return treatment;
        var member = by == AssignBy.RoundRobin
            ? members[await Turn(tenant, group, cancel) % members.Length]
            : LeastLoaded(members, await Load(tenant, cancel));
        return treatment with { Assignee = member };
    }

    /// <summary>The first of those who have the fewest.</summary>
    internal static EmailAddress LeastLoaded(
        IReadOnlyList<EmailAddress> members, IReadOnlyDictionary<string, int> load) =>
        members.MinBy(member => load.GetValueOrDefault(member.Value));

    private async Task<Dictionary<string, int>> Load(TenantId tenant, CancellationToken cancel)
    {
        var rows = await lists.All(tenant, TableNames.Open, Incident.Practice, cancel);
        return rows.Select(row => row.GetString("Assignee")).OfType<string>()
            .GroupBy(assignee => assignee, StringComparer.Ordinal)
            .ToDictionary(assignee => assignee.Key, assignee => assignee.Count(), StringComparer.Ordinal);
    }

    /// <summary>Counts up; may skip one where a process died.</summary>
    private async Task<int> Turn(TenantId tenant, string group, CancellationToken cancel)
    {
        var (table, partition) = (tables.Of(tenant, TableNames.Lookups), $"turn|{KeyText.Escape(group)}");
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var found = await table.GetEntityIfExistsAsync<TableEntity>(partition, Row, cancellationToken: cancel);
            var turn = found.HasValue ? (found.Value!.GetInt32("Turn")!.Value + 1) & int.MaxValue : 0;
            if (await TryWrite(table, new(partition, Row) { ["Turn"] = turn }, found, cancel)) return turn;
        }
        return 0; // So many at once that whose turn it is does not matter.
    }

    private static async Task<bool> TryWrite(
        TableClient table, TableEntity row, NullableResponse<TableEntity> before, CancellationToken cancel)
    {
        try
        {
            if (before.HasValue) await table.UpdateEntityAsync(row, before.Value!.ETag, TableUpdateMode.Replace, cancel);
            else await table.AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status is 409 or 412)
        {
            return false;
        }
    }
}

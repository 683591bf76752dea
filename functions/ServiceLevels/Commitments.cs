using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Finds the agreements and calendars that were in force when something was reported.</summary>
public sealed class Commitments(EventLog log, Lists lists, Kernel.Time.Clock clock)
{
    private const int MostKept = 1000;

    /// <summary>How long a setting that was put may take to show in its list, on a machine whose clock is off.</summary>
    private static readonly Duration Settled = Duration.FromMinutes(1);

    private readonly ConcurrentDictionary<TenantId, Settings> settings = new();

    /// <summary>Versions never change, so what was counted up for one may be kept as long as the process
    /// lives.</summary>
    private readonly ConcurrentDictionary<(TenantId Tenant, string Key, int Version), BusinessHours> counted = new();

    /// <summary>Every agreement in force at an instant, by order, then by key, each with its calendar as it was
    /// then.</summary>
    /// <remarks>Two queries, unless they were made since for what was reported a minute later; and one more for each
    /// agreement or calendar that was put again since. What was deleted since is kept for what was reported
    /// before.</remarks>
    public async Task<IReadOnlyList<Commitment>> InForce(TenantId tenant, Instant at, CancellationToken cancel)
    {
        var known = await SettingsFor(tenant, at, cancel);
        var agreements = await AgreementsAt(tenant, known.Agreements, at, cancel);
        if (agreements.Count == 0) return [];
        var calendars = await CalendarsAt(
            tenant, known.Calendars, agreements.Select(agreement => agreement.Calendar), at, cancel);
        return Commitment.Together(
            [.. agreements.Select(agreement => Commit(tenant, agreement, calendars[agreement.Calendar]))]);
    }

    /// <summary>An agreement and its calendar in given versions. Two queries.</summary>
    public async Task<Commitment> Version(
        TenantId tenant, string key, int agreementVersion, int calendarVersion, CancellationToken cancel)
    {
        var puts = await log.History<AgreementEvent>(tenant, Agreement.IdOf(key), cancel);
        var agreement = Agreement.Apply(null, puts.Single(put => put.Sequence == agreementVersion));
        var calendars = await log.History<CalendarEvent>(tenant, Calendar.IdOf(agreement.Calendar), cancel);
        return Commit(
            tenant, agreement, Calendar.Apply(null, calendars.Single(put => put.Sequence == calendarVersion)));
    }

    /// <summary>What is in force at an instant never changes afterwards: settings that were read later will do.</summary>
    private async Task<Settings> SettingsFor(TenantId tenant, Instant at, CancellationToken cancel)
    {
        if (settings.TryGetValue(tenant, out var known) && known.ReadAt - Settled > at) return known;
        var now = clock.Now;
        var agreements = await Newest<Agreement>(tenant, Agreement.ListPartition, row => row.Key, cancel);
        var calendars = agreements.Count == 0
            ? new Dictionary<string, Calendar>()
            : await Newest<Calendar>(tenant, Calendar.ListPartition, row => row.Key, cancel);
        if (settings.Count > MostKept) settings.Clear();
        return settings[tenant] = new(agreements, calendars, now);
    }

    private async Task<IReadOnlyList<Agreement>> AgreementsAt(
        TenantId tenant, IReadOnlyDictionary<string, Agreement> newest, Instant at, CancellationToken cancel)
    {
        var found = new List<Agreement>();
        foreach (var (key, now) in newest)
        {
            var then = now.PutAt <= at
                ? (now.DeletedAt <= at ? null : now)
                : DocumentsInForce.Agreement(
                    await log.History<AgreementEvent>(tenant, Agreement.IdOf(key), cancel), at);
            if (then is not null) found.Add(then);
        }
        return [.. found.OrderBy(then => then.Order ?? 0).ThenBy(then => then.Key, StringComparer.Ordinal)];
    }

    /// <summary>Each of the calendars, also one whose row is not there, or not yet.</summary>
    private async Task<IReadOnlyDictionary<string, Calendar>> CalendarsAt(
        TenantId tenant, IReadOnlyDictionary<string, Calendar> newest, IEnumerable<string> keys, Instant at,
        CancellationToken cancel)
    {
        var found = new Dictionary<string, Calendar>();
        foreach (var key in keys.Distinct())
            found[key] = newest.TryGetValue(key, out var now) && now.PutAt <= at
                ? now
                : DocumentsInForce.Calendar(
                    await log.History<CalendarEvent>(tenant, Calendar.IdOf(key), cancel), at);
        return found;
    }

    private async Task<IReadOnlyDictionary<string, T>> Newest<T>(
        TenantId tenant, string partition, Func<T, string> key, CancellationToken cancel) where T : class =>
        (await lists.All(tenant, TableNames.Settings, partition, cancel))
            .Select(SettingsRow.Read<T>).DistinctBy(key).ToDictionary(key);

    private Commitment Commit(TenantId tenant, Agreement agreement, Calendar calendar)
    {
        if (counted.Count > MostKept) counted.Clear();
        var hours = counted.GetOrAdd((tenant, calendar.Key, calendar.Version), _ => BusinessHours.Of(calendar));
        return new(agreement, calendar.Key, calendar.Version, hours);
    }

    /// <summary>What a tenant's agreements and calendars were put as last.</summary>
    private sealed record Settings(
        IReadOnlyDictionary<string, Agreement> Agreements, IReadOnlyDictionary<string, Calendar> Calendars, Instant ReadAt);
}

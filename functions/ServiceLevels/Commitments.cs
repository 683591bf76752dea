using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Finds the agreements and calendars that were in force when something was reported.</summary>
public sealed class Commitments(EventLog log, Lists lists)
{
    private const int MostKept = 1000;

    /// <summary>Versions never change, so what was counted up for one may be kept as long as the process
    /// lives.</summary>
    private readonly ConcurrentDictionary<(TenantId Tenant, string Key, int Version), BusinessHours> counted = new();

    /// <summary>Every agreement in force at an instant, by order, then by key, each with its calendar as it was then.</summary>
    /// <remarks>Two queries; and one more for each agreement or calendar that was put again since.</remarks>
    public async Task<IReadOnlyList<Commitment>> InForce(TenantId tenant, Instant at, CancellationToken cancel)
    {
        var agreements = await Versions<Agreement>(tenant, Agreement.ListPartition, Earlier, cancel);
        if (agreements.Count == 0) return [];
        var needed = agreements.Select(agreement => agreement.Calendar).ToHashSet();
        var calendars = await Versions<Calendar>(tenant, Calendar.ListPartition, EarlierOfNeeded, cancel);
        var byKey = calendars.ToDictionary(calendar => calendar.Key);
        return
        [
            .. agreements.OrderBy(agreement => agreement.Order ?? 0).Select(agreement =>
                Commit(tenant, agreement, byKey[agreement.Calendar]) with
                {
                    Before = [.. agreements.Where(agreement.YieldsTo)],
                }),
        ];

        async Task<Agreement?> Earlier(Agreement now) => now.PutAt <= at ? now
            : Latest(await log.History<AgreementEvent>(tenant, Agreement.IdOf(now.Key), cancel), at) is { } put
                ? Agreement.Apply(null, put) : null;

        async Task<Calendar?> EarlierOfNeeded(Calendar now) => now.PutAt <= at || !needed.Contains(now.Key) ? now
            : Latest(await log.History<CalendarEvent>(tenant, Calendar.IdOf(now.Key), cancel), at) is { } put
                ? Calendar.Apply(null, put) : null;
    }

    private async Task<IReadOnlyList<T>> Versions<T>(
        TenantId tenant, string partition, Func<T, Task<T?>> inForce, CancellationToken cancel) where T : class
    {
        var versions = new List<T>();
        foreach (var row in await lists.All(tenant, TableNames.Settings, partition, cancel))
            if (await inForce(SettingsRow.Read<T>(row)) is { } version)
                versions.Add(version);
        return versions;
    }

    private Commitment Commit(TenantId tenant, Agreement agreement, Calendar calendar)
    {
        if (counted.Count > MostKept) counted.Clear();
        var hours = counted.GetOrAdd((tenant, calendar.Key, calendar.Version), _ => BusinessHours.Of(calendar));
        return new(agreement, calendar.Key, calendar.Version, hours);
    }

    private static Recorded<TEvent>? Latest<TEvent>(IReadOnlyList<Recorded<TEvent>> history, Instant at)
        where TEvent : class =>
        history.LastOrDefault(recorded => recorded.At <= at);
}

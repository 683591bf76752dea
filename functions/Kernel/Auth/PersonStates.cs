using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Which people may act no more, remembered for half a minute: credentials that stand for them are
/// refused.</summary>
public sealed class PersonStates(Lists lists, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private const string Partition = "inactive-person";
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<(TenantId, EmailAddress), (bool IsInactive, long ReadAt)> known = new();

    /// <summary>The row that says so; where there is none, the person may act.</summary>
    public static ListRow RowOf(EmailAddress person) =>
        new(TableNames.Lookups, Partition, KeyText.Escape(person.Value), new Dictionary<string, object>());

    /// <summary>Whether a person may act no more. One point read at most every half minute.</summary>
    public async Task<bool> IsInactive(TenantId tenant, EmailAddress person, CancellationToken cancel)
    {
        if (known.TryGetValue((tenant, person), out var found) && time.GetElapsedTime(found.ReadAt) < Remembered)
            return found.IsInactive;
        var readAt = time.GetTimestamp();
        var row = await lists.Find(tenant, TableNames.Lookups, Partition, KeyText.Escape(person.Value), cancel);
        if (known.Count > MostRemembered) known.Clear();
        known[(tenant, person)] = (row is not null, readAt);
        return row is not null;
    }

    /// <summary>Forgets what is remembered of a person.</summary>
    public void Forget(TenantId tenant, EmailAddress person) => known.TryRemove((tenant, person), out _);
}

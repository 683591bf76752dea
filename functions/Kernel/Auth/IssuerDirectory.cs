using System.Collections.Concurrent;
using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.Auth;

/// <summary>Finds who trusts an issuer, remembered for half a minute, so that a request costs no storage call and a
/// deletion is felt within a minute.</summary>
public sealed class IssuerDirectory(Tables tables, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);
    private const int MostRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (IReadOnlyList<IssuerEntry> Entries, long ReadAt)> known = new();

    /// <summary>All who trust it; nobody for an issuer that is unknown. One query over a small partition at most every
    /// half minute.</summary>
    public async Task<IReadOnlyList<IssuerEntry>> Find(string issuer, CancellationToken cancel)
    {
        if (known.TryGetValue(issuer, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered) return found.Entries;
        var readAt = time.GetTimestamp();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {IssuerEntry.PartitionOf(issuer)}");
        var rows = await tables.Shared(TableNames.Issuers).QueryAsync<TableEntity>(filter, cancellationToken: cancel).ToListAsync(cancel);
        IReadOnlyList<IssuerEntry> entries = [.. rows.Where(SettingsRow.Has).Select(SettingsRow.Read<IssuerEntry>)];
        if (known.Count > MostRemembered) known.Clear();
        known[issuer] = (entries, readAt);
        return entries;
    }

    /// <summary>Forgets what is remembered of an issuer.</summary>
    public void Forget(string issuer) => known.TryRemove(issuer, out _);
}

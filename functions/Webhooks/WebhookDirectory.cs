using System.Collections.Concurrent;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Webhooks;

/// <summary>Which webhooks a tenant has, remembered for five seconds: most events of most tenants go to
/// none.</summary>
/// <remarks>Another instance may miss a webhook's first five seconds; one that was disabled or deleted gets nothing
/// even so, for the record is read before anything is posted.</remarks>
public sealed class WebhookDirectory(Lists lists, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<TenantId, (IReadOnlyList<Webhook> Webhooks, long ReadAt)> known = new();

    /// <summary>All of a tenant's. One query over a small partition at most every five seconds.</summary>
    public async Task<IReadOnlyList<Webhook>> Of(TenantId tenant, CancellationToken cancel)
    {
        if (known.TryGetValue(tenant, out var found) && time.GetElapsedTime(found.ReadAt) < Remembered)
            return found.Webhooks;
        var rows = await lists.All(tenant, TableNames.Settings, Webhook.Kind, cancel);
        var webhooks = rows.Select(SettingsRow.Read<Webhook>).ToList();
        known[tenant] = (webhooks, time.GetTimestamp());
        return webhooks;
    }

    /// <summary>Forgets what is remembered of a tenant.</summary>
    public void Forget(TenantId tenant) => known.TryRemove(tenant, out _);
}

using System.Collections.Concurrent;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Events;

/// <summary>Wakes who waits for a tenant's events in this process.</summary>
public sealed class EventSignals
{
    private readonly ConcurrentDictionary<TenantId, TaskCompletionSource> waited = new();

    /// <summary>Ends when events are numbered after this call. Ask first, then read, then wait.</summary>
    public Task Next(TenantId tenant) => waited.GetOrAdd(tenant, _ => New()).Task;

    /// <summary>There are new events.</summary>
    public void Raise(TenantId tenant)
    {
        if (waited.TryRemove(tenant, out var waiting)) waiting.SetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

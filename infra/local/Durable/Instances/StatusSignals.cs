using System.Collections.Concurrent;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Wakes those who wait for an instance to change, so that nobody asks the storage again and again.</summary>
internal sealed class StatusSignals
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

    /// <summary>Completes at the next change. Take it before reading what may have changed.</summary>
    public Task NextChange(string instanceId) => _waiting.GetOrAdd(
        instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Says that an instance has changed, in storage.</summary>
    public void Changed(string instanceId)
    {
        if (_waiting.TryRemove(instanceId, out var waiting))
            waiting.SetResult();
    }
}

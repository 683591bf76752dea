using System.Diagnostics;
using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable;

internal sealed partial class EngineClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// Nothing remains of an instance that is purged. One that is not over is left alone, as are sub-orchestrations that
    /// are not over. A recursive purge looks for them through the whole table.
    /// </remarks>
    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await RunningAsync(cancellation);
        return new(await PurgeAsync(instanceId, options?.Recursive ?? false, cancellation));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Reads through the whole table. <see cref="PurgeResult.IsComplete"/> is false when the filter's timeout, which
    /// lives by the machine's time, came before the last of them; the same purge asked again goes on.
    /// </remarks>
    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (filter.Timeout is { } timeout)
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero, nameof(filter));
        await RunningAsync(cancellation);
        var started = Stopwatch.GetTimestamp();
        var found = _parts.Store.ListAsync(InstanceFilter.Purged(filter), afterKey: null, withData: false, cancellation);
        var count = 0;
        foreach (var state in await found.ToListAsync(cancellation))
        {
            if (Stopwatch.GetElapsedTime(started) > filter.Timeout)
                return new(count, isComplete: false);
            count += await PurgeAsync(state.Id, options?.Recursive ?? false, cancellation);
        }

        return new(count, isComplete: true);
    }

    // Sub-orchestrations first: a purge that is broken off still finds the rest by their parent.
    private async Task<int> PurgeAsync(string instanceId, bool isRecursive, CancellationToken cancellationToken)
    {
        var count = 0;
        if (isRecursive && await host.HasEndedAsync(instanceId, cancellationToken))
        {
            var children = _parts.Store.ListAsync(
                InstanceFilter.ChildrenOf(instanceId), afterKey: null, withData: false, cancellationToken);
            foreach (var child in await children.ToListAsync(cancellationToken))
                count += await PurgeAsync(child.Id, isRecursive, cancellationToken);
        }

        return await host.PurgeAsync(instanceId, cancellationToken) ? count + 1 : count;
    }
}

using ItsmServerless.Local.Durable.Instances;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable;

internal sealed partial class EngineClient
{
    /// <inheritdoc/>
    /// <remarks>Custom status and failure belong to the inputs and outputs: without them they are null.</remarks>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await ready.WaitAsync(cancellation);
        return await FindAsync(instanceId, getInputsAndOutputs, cancellation) is { } state
            ? Describe(state, getInputsAndOutputs)
            : null;
    }

    /// <inheritdoc/>
    /// <remarks>An instance that does not exist is waited for.</remarks>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(
            instanceId, state => state.Status != OrchestrationRuntimeStatus.Pending, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    /// <remarks>An instance that does not exist is waited for.</remarks>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, state => state.HasEnded, getInputsAndOutputs, cancellation);

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, Func<InstanceState, bool> isThere, bool withData, CancellationToken cancellationToken)
    {
        try
        {
            return await WatchAsync(instanceId, isThere, withData, cancellationToken);
        }
        catch (OperationCanceledException given) when (cancellationToken.IsCancellationRequested)
        {
            // Microsoft's client throws this very type, and none derived from it.
            var message = $"The wait for '{instanceId}' was cancelled.";
            throw new OperationCanceledException(message, given, cancellationToken);
        }
    }

    // Nobody else changes an instance, so nothing is asked twice. When the engine stops, nothing changes any more.
    private async Task<OrchestrationMetadata> WatchAsync(
        string instanceId, Func<InstanceState, bool> isThere, bool withData, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _parts.Stopping);
        await ready.WaitAsync(either.Token);
        while (true)
        {
            using var watch = _parts.Signals.Of(instanceId);
            var found = await FindAsync(instanceId, withData: false, either.Token);
            if (found is not null && isThere(found) && withData)
                found = await FindAsync(instanceId, withData, either.Token);
            if (found is not null && isThere(found))
                return Describe(found, withData);
            await watch.Changed.WaitAsync(either.Token);
        }
    }

    // One that cannot be read is there all the same, to be looked at, terminated and purged.
    private async Task<InstanceState?> FindAsync(string instanceId, bool withData, CancellationToken cancellationToken)
    {
        try
        {
            return (await _parts.Store.ReadAsync(instanceId, cancellationToken, withData))?.State;
        }
        catch (InvalidDataException)
        {
            return (await _parts.Store.ReadHeadAsync(instanceId, cancellationToken))?.State;
        }
    }

    private OrchestrationMetadata Describe(InstanceState state, bool withData) => new(state.Name, state.Id)
    {
        RuntimeStatus = state.Status,
        CreatedAt = state.CreatedAt,
        LastUpdatedAt = state.UpdatedAt,
        Tags = state.Tags,
        DataConverter = withData ? _parts.Options.Converter : null,
        SerializedInput = withData ? state.Input : null,
        SerializedOutput = withData ? state.Output : null,
        SerializedCustomStatus = withData ? state.CustomStatus : null,
        FailureDetails = withData ? state.Failure : null,
    };
}

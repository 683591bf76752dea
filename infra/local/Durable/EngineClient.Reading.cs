using Azure.Data.Tables;
using ItsmServerless.Local.Durable.Instances;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable;

internal sealed partial class EngineClient
{
    /// <inheritdoc/>
    public override async Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        await ready.WaitAsync(cancellation);
        return await _parts.Store.ReadAsync(instanceId, cancellation) is { State: var state }
            ? Describe(state, getInputsAndOutputs)
            : null;
    }

    /// <inheritdoc/>
    /// <remarks>In the order of the ids' table keys. Reads through the whole table, history included.</remarks>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new Pages(this, filter ?? new());

    /// <inheritdoc/>
    /// <remarks>An instance that does not exist is waited for.</remarks>
    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(
            instanceId,
            found => found.RuntimeStatus != OrchestrationRuntimeStatus.Pending,
            getInputsAndOutputs,
            cancellation);

    /// <inheritdoc/>
    /// <remarks>An instance that does not exist is waited for.</remarks>
    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        WaitAsync(instanceId, found => found.IsCompleted, getInputsAndOutputs, cancellation);

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId,
        Func<OrchestrationMetadata, bool> isThere,
        bool withData,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = _parts.Signals.NextChange(instanceId);
            if (await GetInstancesAsync(instanceId, withData, cancellationToken) is { } found && isThere(found))
                return found;
            await changed.WaitAsync(cancellationToken);
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

    private sealed class Pages(EngineClient client, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
            string? continuationToken = null, int? pageSizeHint = null)
        {
            await client.Ready;
            var pages = client._parts.Store.ListAsync(
                Filter(), pageSizeHint ?? query.PageSize, continuationToken ?? query.ContinuationToken, default);
            await foreach (var (instances, continuation) in pages)
            {
                var found = instances.Select(state => client.Describe(state, query.FetchInputsAndOutputs));
                yield return new([.. found], continuation);
            }
        }

        private string Filter()
        {
            var parts = new List<string>();
            if (query.CreatedFrom is { } from)
                parts.Add(TableClient.CreateQueryFilter($"CreatedAt ge {from}"));
            if (query.CreatedTo is { } to)
                parts.Add(TableClient.CreateQueryFilter($"CreatedAt le {to}"));
            if (query.InstanceIdPrefix is { Length: > 0 } prefix)
            {
                var end = prefix + '\uffff';
                parts.Add(TableClient.CreateQueryFilter($"InstanceId ge {prefix} and InstanceId lt {end}"));
            }

            if (query.Statuses?.ToArray() is { Length: > 0 } statuses)
                parts.Add($"({string.Join(" or ", statuses.Select(IsStatus))})");
            return string.Join(" and ", parts);
        }

        private static string IsStatus(OrchestrationRuntimeStatus status) =>
            TableClient.CreateQueryFilter($"Status eq {status.ToString()}");
    }
}

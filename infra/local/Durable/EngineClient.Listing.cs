using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable;

internal sealed partial class EngineClient
{
    /// <inheritdoc/>
    /// <remarks>
    /// In the order of the ids' table keys. Every page but the last is full, and the last has no continuation token. An
    /// instance that cannot be read is shown without what cannot be read. Reads through the whole table, history
    /// included; there is one task hub, so their names are not looked at.
    /// </remarks>
    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        new Pages(this, filter ?? new());

    /// <inheritdoc/>
    /// <remarks>Both times belong to the window. The continuation token is the last key to be given.</remarks>
    public override async Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = null,
        DateTimeOffset? completedTimeTo = null,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        await ready.WaitAsync(cancellation);
        var filter = InstanceFilter.Ended(runtimeStatus, completedTimeFrom, completedTimeTo);
        var ids = await _parts.Store.ListAsync(filter, lastInstanceKey, withData: false, cancellation)
            .Select(state => state.Id)
            .Take(pageSize + 1)
            .ToListAsync(cancellation);
        return ids.Count > pageSize
            ? new(ids[..pageSize], InstanceRows.Key(ids[pageSize - 1]))
            : new(ids, continuationToken: null);
    }

    private sealed class Pages(EngineClient client, OrchestrationQuery query) : AsyncPageable<OrchestrationMetadata>
    {
        public override async IAsyncEnumerable<Page<OrchestrationMetadata>> AsPages(
            string? continuationToken = null, int? pageSizeHint = null)
        {
            var size = pageSizeHint ?? query.PageSize;
            if (size <= 0)
                throw new ArgumentOutOfRangeException(nameof(pageSizeHint), size, "A page holds one instance at least.");
            var page = new List<OrchestrationMetadata>();
            await foreach (var found in FoundAsync(continuationToken ?? query.ContinuationToken))
            {
                if (page.Count == size)
                {
                    yield return new(page, InstanceRows.Key(page[^1].InstanceId));
                    page = [];
                }

                page.Add(found);
            }

            yield return new(page, continuationToken: null);
        }

        private async IAsyncEnumerable<OrchestrationMetadata> FoundAsync(string? afterKey)
        {
            await client.Ready;
            var filter = InstanceFilter.Of(query);
            var states = client._parts.Store.ListAsync(filter, afterKey, query.FetchInputsAndOutputs, default);
            await foreach (var state in states)
                yield return client.Describe(state, query.FetchInputsAndOutputs);
        }
    }

    private Task Ready => ready;
}

using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>The orchestrations of a tenant, of all practices.</summary>
public sealed class TenantWorkflows(IEnumerable<WorkflowFamily> families)
{
    private const int MostAtOnce = 500;

    /// <summary>Terminates what runs, purges what has ended, at most 500 of them. May be called again; some rounds are
    /// needed, because what is terminated ends a little later.</summary>
    /// <remarks>A query a family, over the ids of the tenant's instances; a call for each instance.</remarks>
    public async Task<EndedWorkflows> End(TenantId tenant, DurableTaskClient client, CancellationToken cancel)
    {
        var (purged, seen) = (0, 0);
        var areLeft = false;
        foreach (var family in families)
        {
            var query = new OrchestrationQuery(InstanceIdPrefix: family.PrefixOf(tenant));
            await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancel))
            {
                if (seen++ == MostAtOnce) return new(purged, AreLeft: true);
                var isGone = await End(instance, client, cancel);
                purged += isGone ? 1 : 0;
                areLeft |= !isGone;
            }
        }
        return new(purged, areLeft);
    }

    /// <returns>Whether nothing is left of it.</returns>
    private static async Task<bool> End(
        OrchestrationMetadata instance, DurableTaskClient client, CancellationToken cancel)
    {
        if (instance.IsCompleted)
            return (await client.PurgeInstanceAsync(instance.InstanceId, cancel)).PurgedInstanceCount > 0;
        await client.TerminateInstanceAsync(instance.InstanceId, output: null, cancel);
        return false;
    }
}

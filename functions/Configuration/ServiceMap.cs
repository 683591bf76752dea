using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Configuration;

/// <summary>What other practices may ask: who owns a service, and what hangs together with items.</summary>
/// <remarks>Others name services and items by free text: a name that is no key here has no owner and no
/// relations.</remarks>
public sealed class ServiceMap(EventLog log, Relations relations)
{
    private const int Most = 500;

    /// <summary>Who answers for a service; null when nobody does, or there is no such service. One point
    /// read.</summary>
    /// <param name="service">Its key, in any case.</param>
    public async Task<EmailAddress?> OwnerOf(TenantId tenant, string service, CancellationToken cancel) =>
        (await log.Find<Service, ServiceEvent>(tenant, Service.IdOf(KeyOf(service)), cancel))?.State.Owner;

    /// <summary>The keys of the items, and of what depends on them or they depend on, in any case.</summary>
    /// <param name="depth">How far relations are followed: 1 is what is related directly; 0 gives the items
    /// alone.</param>
    /// <returns>At least what was asked for, also what is no item here. At most 500 items more each way, the nearest
    /// first; the costs are those of <see cref="Relations.Walk"/>.</returns>
    public async Task<IReadOnlySet<string>> Related(
        TenantId tenant, IReadOnlyCollection<string> items, int depth, CancellationToken cancel)
    {
        var related = new HashSet<string>(items, StringComparer.OrdinalIgnoreCase);
        if (depth == 0 || items.Count == 0) return related;
        var found = await relations.Find(tenant, items.Select(KeyOf).Distinct(), cancel);
        foreach (var direction in Enum.GetValues<Direction>())
        {
            var walk = await relations.Walk(tenant, found, direction, depth, Most, cancel);
            related.UnionWith(walk.Items.Select(item => item.Key));
        }
        return related;
    }

    private static string KeyOf(string name) => name.ToLowerInvariant();
}

using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Workflows;

/// <summary>Orchestrations of one kind, which are found by what their instance ids begin with.</summary>
/// <remarks>Every instance that works for a tenant has an id of the form <c>{name}-{tenant}-…</c>: those of a tenant that
/// leaves are found by it, with one query a family.</remarks>
public sealed record WorkflowFamily(string Name)
{
    /// <summary>What the ids of a tenant's instances begin with.</summary>
    public string PrefixOf(TenantId tenant) => $"{Name}-{tenant}-";
}

using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tenants;

/// <summary>The subscription of the Azure Marketplace that a tenant's usage is told to.</summary>
/// <param name="ResourceId">The id of the SaaS subscription, in lower case.</param>
/// <param name="PlanId">The plan of the offer.</param>
public sealed record MarketplaceSubscription(string ResourceId, string PlanId)
{
    /// <summary>When the tenant got it; null within an event. A change of the plan alone does not move it.</summary>
    public Instant? Since { get; init; }

    internal static MarketplaceSubscription? After(Tenant tenant, Patch<MarketplaceSubscription> patch, Instant at) =>
        !patch.IsPresent ? tenant.Marketplace
        : patch.Value is not { } named ? null
        : named with { Since = tenant.Marketplace?.ResourceId == named.ResourceId ? tenant.Marketplace.Since : at };
}

/// <summary>A subscription that was taken away: its last hours may still have to be told.</summary>
public sealed record FormerSubscription(string ResourceId, string PlanId, Instant Since, Instant Until)
{
    /// <summary>The one that a change takes away; otherwise the one before stays.</summary>
    internal static FormerSubscription? After(Tenant tenant, Patch<MarketplaceSubscription> patch, Instant at) =>
        patch.IsPresent && tenant.Marketplace is { Since: { } since } had && patch.Value?.ResourceId != had.ResourceId
            ? new(had.ResourceId, had.PlanId, since, at)
            : tenant.FormerMarketplace;
}

/// <summary>A merge patch of the subscription: an object within the patch is merged, not replaced (RFC 7396, 2).</summary>
public sealed record EditedMarketplace(Patch<string> ResourceId = default, Patch<string> PlanId = default)
{
    private const int LongestPlan = 50;

    internal static IEnumerable<FieldError> Validate(EditedMarketplace? body) =>
    [
        .. Check.That(body?.ResourceId.Value is not { } id || Guid.TryParseExact(id, "D", out _), "/marketplace/resourceId", "guid",
            "/marketplace/resourceId is no id of a SaaS subscription, such as 37f9dea2-4345-438f-b0bd-03d40d28c7e0."),
        .. Check.That(body?.PlanId.Value is not { } plan || IsPlan(plan), "/marketplace/planId", "plan",
            $"/marketplace/planId is no id of a plan: 1 to {LongestPlan} letters, digits, dots, hyphens or underscores."),
    ];

    /// <summary>What is to be recorded; not present when nothing changes.</summary>
    internal static Outcome<Patch<MarketplaceSubscription>> Over(Patch<EditedMarketplace> patch, MarketplaceSubscription? current)
    {
        if (patch.Value is not { } edited) return patch.IsPresent && current is not null ? new Patch<MarketplaceSubscription>(null) : default;
        if (edited.ResourceId.Over(current?.ResourceId) is not { } resource) return Missing("resourceId");
        if (edited.PlanId.Over(current?.PlanId) is not { } plan) return Missing("planId");
        var named = new MarketplaceSubscription(resource.ToLowerInvariant(), plan);
        return named == (current is null ? null : current with { Since = null }) ? default : new Patch<MarketplaceSubscription>(named);
    }

    private static bool IsPlan(string plan) =>
        plan.Length is > 0 and <= LongestPlan && plan.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static Problem Missing(string member) => Problem.Validation(new FieldError($"/marketplace/{member}", "required",
        $"/marketplace/{member} is required of a subscription; a null marketplace takes the whole away."));
}

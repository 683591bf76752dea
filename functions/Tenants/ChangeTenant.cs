using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>The operator changes a customer's plan, suspends and resumes it, or names its subscription of the Azure
/// Marketplace.</summary>
public sealed record ChangeTenant(string? Plan, string? State, Patch<EditedMarketplace> Marketplace = default) : IBody<ChangeTenant>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ChangeTenant body) =>
        [.. Check.OneOf("/plan", body.Plan, Plans.All), .. Check.OneOf("/state", body.State, "active", "suspended"),
            .. EditedMarketplace.Validate(body.Marketplace.Value)];

    /// <summary>Only what differs is recorded.</summary>
    public static Decision<TenantEvent> Decide(Tenant? state, ChangeTenant body)
    {
        if (state is null) return Problem.NotFound("such tenant");
        if (state.State is TenantState.Ending or TenantState.Ended)
            return Problem.InvalidTransition("tenant", Words<TenantState>.Of(state.State), body.State ?? $"one with plan {body.Plan ?? state.Plan}");
        var plan = body.Plan is { } asked && asked != state.Plan ? asked : null;
        var wanted = body.State switch { "active" => TenantState.Active, "suspended" => TenantState.Suspended, _ => state.State };
        if (EditedMarketplace.Over(body.Marketplace, state.Marketplace).IsRefused(out var refused, out var marketplace)) return refused;
        return plan is null && wanted == state.State && !marketplace.IsPresent
            ? Decision<TenantEvent>.Nothing
            : new TenantChanged(plan, wanted == state.State ? null : wanted) { Marketplace = marketplace };
    }
}

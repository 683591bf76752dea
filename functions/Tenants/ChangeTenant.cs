using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants;

/// <summary>The operator changes a customer's plan, or suspends and resumes it.</summary>
public sealed record ChangeTenant(string? Plan, string? State) : IBody<ChangeTenant>
{
    /// <inheritdoc/>
    public static IEnumerable<FieldError> Validate(ChangeTenant body) =>
        [.. Check.OneOf("/plan", body.Plan, Plans.All), .. Check.OneOf("/state", body.State, "active", "suspended")];

    /// <summary>Only what differs is recorded.</summary>
    public static Decision<TenantEvent> Decide(Tenant? state, ChangeTenant body)
    {
        if (state is null) return Problem.NotFound("such tenant");
        if (state.State is TenantState.Ending or TenantState.Ended)
            return Problem.InvalidTransition("tenant", Words<TenantState>.Of(state.State), body.State ?? $"one with plan {body.Plan ?? state.Plan}");
        var plan = body.Plan is { } asked && asked != state.Plan ? asked : null;
        var wanted = body.State switch { "active" => TenantState.Active, "suspended" => TenantState.Suspended, _ => state.State };
        return plan is null && wanted == state.State ? Decision<TenantEvent>.Nothing : new TenantChanged(plan, wanted == state.State ? null : wanted);
    }
}

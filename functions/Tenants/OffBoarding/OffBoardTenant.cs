using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>The operator parts with a customer.</summary>
public static class OffBoardTenant
{
    /// <summary>From active or suspended, once; again it changes nothing.</summary>
    public static Decision<TenantEvent> Decide(Tenant? state) => state switch
    {
        null => Problem.NotFound("such tenant"),
        { State: TenantState.Ending or TenantState.Ended } => Decision<TenantEvent>.Nothing,
        _ => new TenantEnding(),
    };
}

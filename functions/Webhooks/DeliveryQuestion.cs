using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;

namespace ItsmServerless.Webhooks;

/// <summary>Which deliveries a list shows.</summary>
/// <param name="State">Null for all.</param>
internal sealed record DeliveryQuestion(TenantId Tenant, DeliveryState? State, Paging Paging)
{
    public static Outcome<DeliveryQuestion> Of(Api api, HttpRequest request) => api.Paging(request).Then(paging =>
        QueryValues.Word<DeliveryState>(request, "state").Map(state =>
            new DeliveryQuestion(api.Caller(request).Tenant, state, paging)));
}

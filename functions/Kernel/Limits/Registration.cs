using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Kernel.Limits;

/// <summary>The services of the limits.</summary>
internal static class Registration
{
    public static IServiceCollection AddLimits(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(LimitSettings.Of(configuration)).AddSingleton<Overload>().AddSingleton<QuotaStates>()
        .AddSingleton<Gatekeeper>().AddSingleton<TrafficKinds>().AddSingleton<CallTally>()
        .AddSingleton<Workload>().AddSingleton<ConcurrencyBound>().AddSingleton<Backlog>()
        .AddSingleton<HttpPipelinePolicy, StorageWatch>();
}

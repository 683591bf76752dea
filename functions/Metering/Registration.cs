using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Metering;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddMetering(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(PriceBook.Of(configuration)).AddSingleton<UsageMeter>().AddSingleton<UsageLedger>().AddSingleton<UsageDesk>()
        .AddSingleton<MeteredTenants>().AddSingleton<StorageMeasure>().AddSingleton<StatementDesk>().AddSingleton<UsageSweep>()
        .AddSingleton<CallFlush>().AddHostedService(provider => provider.GetRequiredService<CallFlush>())
        .AddSingleton<QuotaRefresh>().AddHostedService(provider => provider.GetRequiredService<QuotaRefresh>());
}

using Azure.Core;
using Azure.Identity;
using ItsmServerless.Metering.Marketplace;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ItsmServerless.Metering;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddMetering(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(PriceBook.Of(configuration)).AddSingleton<UsageMeter>().AddSingleton<UsageLedger>().AddSingleton<UsageDesk>()
        .AddSingleton<MeteredTenants>().AddSingleton<StorageMeasure>().AddSingleton<StatementDesk>().AddSingleton<UsageSweep>()
        .AddSingleton<CallFlush>().AddHostedService(provider => provider.GetRequiredService<CallFlush>())
        .AddSingleton<QuotaRefresh>().AddHostedService(provider => provider.GetRequiredService<QuotaRefresh>())
        .AddMarketplace(configuration);

    private static IServiceCollection AddMarketplace(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        return services
            .AddSingleton(MarketplaceSettings.Of(configuration)).AddSingleton<SubmissionBook>().AddSingleton<SubmissionResend>().AddSingleton<MarketplaceApi>()
            .AddSingleton<MarketplaceExport>();
    }
}

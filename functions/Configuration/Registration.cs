using ItsmServerless.Kernel.EventLog;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Configuration;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddConfigurationItems(this IServiceCollection services) => services
        .AddSingleton(RecordKind.Of<Service, ServiceEvent>(Service.Prefix))
        .AddSingleton(RecordKind.Of<ConfigurationItem, ConfigurationItemEvent>(ConfigurationItem.Prefix))
        .AddSingleton<Relations>().AddSingleton<Surveyor>().AddSingleton<ServiceMap>()
        .AddSingleton<Services>().AddSingleton<ConfigurationItems>();
}

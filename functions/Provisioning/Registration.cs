using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Provisioning;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton<ScimBody>().AddSingleton<ScimPeople>().AddSingleton<ScimLists>()
        .AddSingleton<ProvisionedUsers>().AddSingleton<ProvisionedGroups>();
}

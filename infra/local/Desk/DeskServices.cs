using ItsmServerless.Local.Hosting;
using ItsmServerless.Notifications;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ItsmServerless.Local.Desk;

/// <summary>The desk's services.</summary>
internal static class DeskServices
{
    /// <summary>What is shown on the desk, and the capture of what would leave the house.</summary>
    public static IServiceCollection AddDesk(this IServiceCollection services, LocalEnvironment environment)
    {
        services.AddSingleton(provider => new DeskMailStore(
            provider.TablesOf(environment).GetTableClient(environment.TableName("localmail"))));
        services.AddSingleton<DeskClock>().AddSingleton<DeskBus>().AddSingleton<DeskOrchestrations>()
            .AddSingleton<DeskPage>();
        return services.Replace(ServiceDescriptor.Singleton<IMailTransport, DeskMailTransport>());
    }
}

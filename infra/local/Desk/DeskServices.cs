using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Captures;
using ItsmServerless.Local.Desk.Cards;
using ItsmServerless.Local.Desk.Mails;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Desk.Orchestrations;
using ItsmServerless.Local.Desk.Overview;
using ItsmServerless.Local.Desk.Storage;
using ItsmServerless.Local.Desk.Time;
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
        services.AddSingleton(provider => new CaptureStore(
            provider.TablesOf(environment).GetTableClient(environment.TableName("localcaptures"))));
        services.AddSingleton(provider => new StorageReader(
            provider.TablesOf(environment), provider.BlobsOf(environment), environment));
        services.AddSingleton<DeskClock>().AddSingleton<DeskDue>().AddSingleton<DeskBus>()
            .AddSingleton<DeskOrchestrations>().AddSingleton<OrchestrationActions>().AddSingleton<BusActions>()
            .AddSingleton<CaptureEndpoints>();
        services.AddPages();
        return services.Replace(ServiceDescriptor.Singleton<IMailTransport, DeskMailTransport>());
    }

    private static void AddPages(this IServiceCollection services) => services
        .AddSingleton<Layout>().AddSingleton<HostFacts>().AddSingleton<FunctionsPage>().AddSingleton<OverviewPage>()
        .AddSingleton<ParkedInstances>().AddSingleton<OrchestrationsPage>().AddSingleton<OrchestrationPage>()
        .AddSingleton<BusPage>().AddSingleton<MessagesPage>()
        .AddSingleton<MailsPage>().AddSingleton<MailPage>()
        .AddSingleton<TeamsPage>().AddSingleton<WebhooksPage>().AddSingleton<ClockPage>()
        .AddSingleton<StoragePage>().AddSingleton<TablePage>().AddSingleton<ContainerPage>();
}

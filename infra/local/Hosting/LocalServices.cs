using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Http;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Local.Timers;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ItsmServerless.Local.Hosting;

/// <summary>The runtime's services, around those of the app.</summary>
internal static class LocalServices
{
    /// <summary>Before the app's own: clock, storage, bus, engine.</summary>
    public static IServiceCollection AddRuntime(this IServiceCollection services, LocalEnvironment environment)
    {
        services.AddSingleton(environment).AddSingleton<TimeProvider>(environment.Time);
        services.AddSingleton(environment.Quiescence);
        services.AddSingleton(HostSettings.Load()).AddSingleton(BusTopology.Load());
        services.AddSingleton<StorageGate>();
        services.AddSingleton<HttpPipelinePolicy>(provider => provider.GetRequiredService<StorageGate>());
        services.AddSingleton<Drain>().AddSingleton<InvocationEnd>().AddSingleton<FunctionInvoker>();
        services.AddSingleton(environment.Keys).AddSingleton<HttpTriggers>();
        services.AddSingleton<ServiceBusTriggers>().AddSingleton<DurableTriggers>().AddSingleton<TimerTriggers>();
        services.AddSingleton(provider => new LocalServiceBus(
            provider.TablesOf(environment).GetTableClient(environment.TableName("localbus")),
            environment.Time,
            environment.Quiescence,
            provider.GetRequiredService<ILogger<LocalServiceBus>>()));
        services.AddSingleton(provider => new TimerStore(
            provider.TablesOf(environment).GetTableClient(environment.TableName("localtimers"))));
        services.AddSingleton(provider => EngineOf(provider, environment));
        return services.AddHostedService<BusStart>();
    }

    /// <summary>After the app's own: in place of what only Azure has, and what runs the functions.</summary>
    public static IServiceCollection AddTriggers(this IServiceCollection services, LocalEnvironment environment)
    {
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(environment.Time));
        services.Replace(ServiceDescriptor.Singleton<ServiceBusClient>(provider =>
            new LocalServiceBusClient(provider.GetRequiredService<LocalServiceBus>(), environment.Time)));
        services.AddSingleton<DurableTaskClient>(provider => provider.GetRequiredService<DurableEngine>().Client);
        services.AddSingleton<Triggers>();
        return services.AddHostedService(provider => provider.GetRequiredService<Triggers>());
    }

    /// <summary>The Table service, through this host's gate and whatever policies tests add.</summary>
    public static TableServiceClient TablesOf(this IServiceProvider provider, LocalEnvironment environment) =>
        new(environment.ConnectionString, Through(provider, new TableClientOptions()));

    /// <summary>The Blob service, through the same.</summary>
    public static BlobServiceClient BlobsOf(this IServiceProvider provider, LocalEnvironment environment) =>
        new(environment.ConnectionString, Through(provider, new BlobClientOptions()));

    private static DurableEngine EngineOf(IServiceProvider provider, LocalEnvironment environment)
    {
        var options = new DurableEngineOptions(
            provider.TablesOf(environment), provider.BlobsOf(environment), environment.TableName("localdurable"))
        {
            Loggers = provider.GetRequiredService<ILoggerFactory>(),
            LeaseId = environment.LeaseId,
            RecordTo = Environment.GetEnvironmentVariable("ITSM_RECORD_ORCHESTRATIONS"),
        };
        var tasks = provider.GetRequiredService<DurableTriggers>().Tasks();
        return new DurableEngine(options, tasks, environment.Time, environment.Quiescence);
    }

    private static TOptions Through<TOptions>(IServiceProvider provider, TOptions options)
        where TOptions : ClientOptions
    {
        foreach (var policy in provider.GetServices<HttpPipelinePolicy>())
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}

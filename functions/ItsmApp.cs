using System.Reflection;
using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Approvals;
using ItsmServerless.Bulk;
using ItsmServerless.Changes;
using ItsmServerless.Configuration;
using ItsmServerless.Events;
using ItsmServerless.Incidents;
using ItsmServerless.Intake;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.OpenApi;
using ItsmServerless.Kernel.Outbox;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Telemetry;
using ItsmServerless.Kernel.Time;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Metering;
using ItsmServerless.Notifications;
using ItsmServerless.Provisioning;
using ItsmServerless.Search;
using ItsmServerless.ServiceLevels;
using ItsmServerless.Tenants;
using ItsmServerless.Webhooks;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ItsmServerless;

/// <summary>The composition of the app: what Azure's worker and the local runtime both start.</summary>
public static class ItsmApp
{
    /// <summary>Middleware from the outside in, then the services of kernel and practices.</summary>
    public static void Configure(IFunctionsWorkerApplicationBuilder worker, IConfiguration configuration)
    {
        worker.UseMiddleware<TraceMiddleware>();
        worker.UseMiddleware<DeprecationMiddleware>();
        worker.UseMiddleware<FailureMiddleware>();
        worker.UseMiddleware<OverloadMiddleware>();
        worker.UseMiddleware<AuthenticationMiddleware>();
        worker.UseMiddleware<LimitsMiddleware>();
        worker.UseMiddleware<PolicyMiddleware>();
        worker.UseMiddleware<IdempotencyMiddleware>();
        worker.Services
            .AddSettings(configuration)
            .AddTelemetry(configuration)
            .AddStorage()
            .AddServiceBus(configuration)
            .AddKernel()
            .AddLimits(configuration)
            .AddMail(configuration)
            .AddTenants(configuration)
            .AddProvisioning()
            .AddIncidents()
            .AddServiceLevels()
            .AddConfigurationItems()
            .AddChanges(configuration)
            .AddApprovals()
            .AddNotifications(configuration)
            .AddIntake(configuration)
            .AddMetering(configuration)
            .AddWebhooks(configuration)
            .AddEvents()
            .AddSearch()
            .AddBulk(configuration);
    }

    private static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(new StorageSettings(configuration["Storage:ConnectionString"], configuration["Storage:AccountName"], configuration["Storage:Prefix"] ?? ""))
        .AddSingleton(new InstallationSettings(configuration.Required("PublicUrl").TrimEnd('/'), configuration["Environment"] ?? "live"))
        .AddSingleton(new OperatorSettings(configuration.Required("OperatorKey", key => OperatorKey(key, configuration["Environment"]))))
        .AddSingleton(CallerNetwork.Of(configuration)).AddSingleton(OutgoingTargets.Of(configuration))
        .AddSingleton(configuration.Required("Signing:Keys", KeyRing.Parse));

    private static IServiceCollection AddStorage(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<StorageSettings>().Tables(provider.GetServices<HttpPipelinePolicy>()))
        .AddSingleton(provider => provider.GetRequiredService<StorageSettings>().Blobs(provider.GetServices<HttpPipelinePolicy>()))
        .AddSingleton<Kernel.Storage.Tables>().AddSingleton<TenantTables>();

    private static IServiceCollection AddServiceBus(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(_ => configuration["ServiceBus"] is { Length: > 0 } secret
            ? new ServiceBusClient(secret)
            : new ServiceBusClient(configuration.Required("ServiceBus:fullyQualifiedNamespace"), new DefaultAzureCredential()));
        return services;
    }

    private static IServiceCollection AddKernel(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton<Clock>().AddSingleton<Signer>().AddSingleton<NumberBlocks>().AddSingleton<Lists>().AddSingleton<Timelines>()
            .AddSingleton<KeyDirectory>().AddSingleton<TenantStates>().AddSingleton<PersonStates>().AddSingleton<Authentication>()
            .AddSingleton<IssuerDirectory>().AddSingleton<IssuerDocuments>().AddSingleton<IssuerKeys>().AddSingleton<AccessTokens>()
            .AddSingleton<KeyUses>().AddHostedService(provider => provider.GetRequiredService<KeyUses>())
            .AddSingleton(new FunctionPolicies(Assembly.GetExecutingAssembly())).AddSingleton(new Deprecations(Assembly.GetExecutingAssembly()))
            .AddSingleton(new Routes(Assembly.GetExecutingAssembly())).AddSingleton<ProblemGuide>().AddSingleton<OpenApiDocument>().AddSingleton<Api>()
            .AddSingleton<RecordKinds>().AddSingleton<GroupCommit>().AddSingleton<RecordStore>().AddSingleton<Projections>().AddSingleton<Healing>().AddSingleton<EventLog>()
            .AddSingleton<Intents>().AddSingleton<EventPublisher>().AddSingleton<PublishedEvents>().AddSingleton<Consumption>().AddSingleton<Sweeper>()
            .AddSingleton<DueTable>()
            .AddSingleton<ISharedRows>(provider => provider.GetRequiredService<DueTable>())
            .AddSingleton<ISharedRows>(provider => provider.GetRequiredService<Intents>()).AddSingleton<RecordSight>()
            .AddSingleton<OutboxPump>().AddHostedService(provider => provider.GetRequiredService<OutboxPump>())
            .AddSingleton<StartupSweep>().AddHostedService(provider => provider.GetRequiredService<StartupSweep>());
    }

    /// <summary>On a laptop any key will do; elsewhere it must not be guessed.</summary>
    private static string OperatorKey(string text, string? environment) => text.Length >= 24 || environment == "local"
        ? text
        : throw new FormatException("an operator key has at least 24 characters.");
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tenants.Exports;
using ItsmServerless.Tenants.Identity;
using ItsmServerless.Tenants.OffBoarding;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tenants;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddTenants(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(RecordKind.Of<Tenant, TenantEvent>("ten") with { SharesRows = true })
        .AddSingleton(RecordKind.Of<ApiKey, ApiKeyEvent>(ApiKey.Prefix) with { SharesRows = true })
        .AddSingleton(RecordKind.Of<Person, PersonEvent>(Person.Prefix)).AddSingleton(RecordKind.Of<Group, GroupEvent>(Group.Prefix))
        .AddSingleton(RecordKind.Of<TeamsChannel, TeamsChannelEvent>(TeamsChannel.Prefix))
        .AddSingleton(RecordKind.Of<IdentityProvider, IdentityProviderEvent>(IdentityProvider.Prefix) with { SharesRows = true })
        .AddSingleton<IssuerClaims>().AddSingleton<IdentityProviders>()
        .AddSingleton(TeamsSettings.Of(configuration)).AddSingleton<TeamsChannels>()
        .AddHostedService<TenantUpgrade>().AddSingleton<SlugClaims>().AddSingleton<TenantMaker>().AddSingleton<TenantDirectory>()
        .AddSingleton(RecordKind.Of<Export, ExportEvent>(Export.Prefix)).AddSingleton<IEventConsumer, ExportConsumer>()
        .AddSingleton<IEventConsumer, OffBoardingConsumer>().AddSingleton(new WorkflowFamily(ExportWorkflow.Family))
        .AddSingleton<DepartureBook>().AddSingleton<TenantWorkflows>().AddSingleton<TenantRemains>()
        .AddSingleton(new ExportPartSize()).AddSingleton<ExportSources>().AddSingleton<ExportBlobs>().AddSingleton<ExportWriter>()
        .AddSingleton<ExportFinisher>().AddSingleton<ExportBook>().AddSingleton<ExportLinks>().AddSingleton<ExportDesk>()
        .AddSingleton<KeyMaker>().AddSingleton<Credentials>().AddSingleton<People>().AddSingleton<Groups>()
        .AddSingleton(RecordKind.Of<TenantSettings, TenantSettingsEvent>(TenantSettings.Prefix))
        .AddSingleton<PriorityMatrices>().AddSingleton<SettingsDesk>();
}

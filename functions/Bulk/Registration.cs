using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Bulk;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddBulk(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(RecordKind.Of<BulkRun, BulkEvent>(BulkRun.Prefix))
        .AddSingleton(BulkSettings.Of(configuration)).AddSingleton<BulkCredentials>()
        .AddSingleton<BulkRows>().AddSingleton<BulkRunner>().AddSingleton<BulkDesk>()
        .AddSingleton<IEventConsumer, BulkConsumer>().AddSingleton(new WorkflowFamily("bulk"));
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Webhooks;

/// <summary>The services of the practice.</summary>
internal static class Registration
{
    public static IServiceCollection AddWebhooks(
        this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(RecordKind.Of<Webhook, WebhookEvent>(Webhook.Prefix))
        .AddSingleton(new WorkflowFamily("webhook"))
        .AddSingleton<KeyBox>().AddSingleton<WebhookDirectory>()
        .AddSingleton<WebhookDesk>().AddSingleton<WebhookPost>()
        .AddSingleton<Deliveries>().AddSingleton<DeliveryQueue>().AddSingleton<DeliveryDesk>()
        .AddSingleton<Courier>().AddSingleton<EventDispatch>().AddSingleton<DeliveryRetries>();
}

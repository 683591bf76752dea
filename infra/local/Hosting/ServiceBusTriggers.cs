using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>Hands the messages of queues and subscriptions to the functions they start.</summary>
internal sealed class ServiceBusTriggers(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    LocalServiceBus bus,
    HostSettings settings,
    IConfiguration configuration)
{
    /// <summary>Declares every queue and subscription that some function hears.</summary>
    /// <exception cref="StartFailedException">A function cannot be hosted; the message names it.</exception>
    public void Declare()
    {
        foreach (var (function, trigger) in catalog.StartedBy<ServiceBusTriggerAttribute>())
        {
            RefuseUnknown(function, trigger);
            if (trigger.QueueName is { } queue)
                bus.DeclareQueue(Named(function, queue));
            else
                DeclareSubscription(function, trigger.TopicName!, trigger.SubscriptionName!);
        }
    }

    /// <summary>Begins to hand messages out.</summary>
    public void Subscribe()
    {
        foreach (var (function, trigger) in catalog.StartedBy<ServiceBusTriggerAttribute>())
        {
            bus.Subscribe(
                PathOf(function, trigger),
                (message, settlement, cancellationToken) => RunAsync(function, message, settlement, cancellationToken),
                settings.MaxConcurrentCalls);
        }
    }

    private void DeclareSubscription(LocalFunction function, string topic, string subscription) =>
        bus.DeclareSubscription(Named(function, topic), Named(function, subscription));

    private static void RefuseUnknown(LocalFunction function, ServiceBusTriggerAttribute trigger)
    {
        if (trigger.IsBatched)
            throw function.Refusal("it takes messages in batches.");
        if (trigger.IsSessionsEnabled)
            throw function.Refusal("it takes messages by session.");
        if (!trigger.AutoCompleteMessages)
            throw function.Refusal("it completes its messages itself.");
    }

    private async Task RunAsync(
        LocalFunction function,
        ServiceBusReceivedMessage message,
        MessageSettlement settlement,
        CancellationToken cancellationToken)
    {
        var context = new LocalFunctionContext(function, message, DataOf(message), cancellationToken);
        context.Features.Set<ServiceBusMessageActions>(new LocalMessageActions(message, settlement));
        await invoker.InvokeAsync(context);
    }

    private static Dictionary<string, object?> DataOf(ServiceBusReceivedMessage message) => new(StringComparer.Ordinal)
    {
        ["MessageId"] = message.MessageId,
        ["Subject"] = message.Subject,
        ["DeliveryCount"] = message.DeliveryCount,
        ["SequenceNumber"] = message.SequenceNumber,
    };

    private string PathOf(LocalFunction function, ServiceBusTriggerAttribute trigger) => trigger.QueueName is { } queue
        ? Named(function, queue)
        : EntityPath.Subscription(Named(function, trigger.TopicName!), Named(function, trigger.SubscriptionName!));

    private string Named(LocalFunction function, string text)
    {
        try
        {
            return Setting.Resolve(text, configuration);
        }
        catch (FormatException missing)
        {
            throw function.Refusal(missing.Message);
        }
    }
}

using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Hosting;

/// <summary>Hands the messages of queues and subscriptions to the functions they start.</summary>
internal sealed class ServiceBusTriggers(
    FunctionCatalog catalog,
    FunctionInvoker invoker,
    LocalServiceBus bus,
    BusTopology topology,
    HostSettings settings,
    IConfiguration configuration)
{
    private static readonly EntityOptions WithSessions = EntityOptions.Default with { RequiresSession = true };

    /// <summary>Declares what the topology lists, and every queue and subscription that some function hears.</summary>
    /// <exception cref="StartFailedException">A function cannot be hosted; the message names it.</exception>
    public void Declare()
    {
        topology.DeclareOn(bus);
        foreach (var (function, trigger) in catalog.StartedBy<ServiceBusTriggerAttribute>())
        {
            var options = trigger.IsSessionsEnabled ? WithSessions : EntityOptions.Default;
            if (trigger.QueueName is { } queue)
                bus.DeclareQueue(Named(function, queue), options);
            else
                DeclareSubscription(function, trigger, options);
            RefuseOtherSessions(function, trigger);
        }
    }

    /// <summary>Begins to hand messages out.</summary>
    public void Subscribe()
    {
        foreach (var (function, trigger) in catalog.StartedBy<ServiceBusTriggerAttribute>())
        {
            bus.Subscribe(
                PathOf(function, trigger),
                PumpOf(trigger, settings.ServiceBus),
                (deliveries, cancellationToken) => RunAsync(function, trigger, deliveries, cancellationToken));
        }
    }

    private static PumpOptions PumpOf(ServiceBusTriggerAttribute trigger, ServiceBusSettings settings) =>
        new(MaxConcurrentOf(trigger, settings))
        {
            MaxBatch = trigger.IsBatched ? settings.MaxMessageBatchSize : 1,
            CompletesAutomatically = trigger.AutoCompleteMessages && settings.AutoCompleteMessages,
            MaxLockRenewal = settings.MaxAutoLockRenewalDuration,
        };

    /// <summary>As with the extension, batches without sessions come one after the other.</summary>
    private static int MaxConcurrentOf(ServiceBusTriggerAttribute trigger, ServiceBusSettings settings)
    {
        if (trigger.IsSessionsEnabled)
            return settings.MaxConcurrentSessions;
        return trigger.IsBatched ? 1 : settings.MaxConcurrentCalls;
    }

    private void DeclareSubscription(
        LocalFunction function, ServiceBusTriggerAttribute trigger, EntityOptions options) =>
        bus.DeclareSubscription(
            Named(function, trigger.TopicName!), Named(function, trigger.SubscriptionName!), options);

    private void RefuseOtherSessions(LocalFunction function, ServiceBusTriggerAttribute trigger)
    {
        var path = PathOf(function, trigger);
        if (bus.Mailbox(path).Options.RequiresSession != trigger.IsSessionsEnabled)
        {
            throw function.Refusal(
                $"{path} has {(trigger.IsSessionsEnabled ? "no sessions" : "sessions")}, unlike its trigger.");
        }
    }

    private async Task RunAsync(
        LocalFunction function,
        ServiceBusTriggerAttribute trigger,
        Deliveries deliveries,
        CancellationToken cancellationToken)
    {
        ServiceBusReceivedMessage[] messages = [.. deliveries.Messages.Select(delivery => delivery.Message)];
        object value = trigger.IsBatched ? messages : messages[0];
        var context = new LocalFunctionContext(
            function, value, MessageBindingData.Of(messages, trigger.IsBatched), cancellationToken);
        context.Features.Set<ServiceBusMessageActions>(new LocalMessageActions(deliveries.Messages));
        if (deliveries.Session is { } session)
            context.Features.Set<ServiceBusSessionMessageActions>(new LocalSessionActions(session));
        await invoker.InvokeAsync(context);
    }

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

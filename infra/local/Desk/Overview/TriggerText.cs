using ItsmServerless.Local.Desk.Bus;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>What starts a function, in a word and in detail.</summary>
internal static class TriggerText
{
    /// <summary>The kind of its trigger.</summary>
    public static string Kind(LocalFunction function) => function.Trigger switch
    {
        HttpTriggerAttribute => "HTTP",
        TimerTriggerAttribute => "Timer",
        ServiceBusTriggerAttribute => "Service Bus",
        OrchestrationTriggerAttribute => "Orchestrator",
        ActivityTriggerAttribute => "Activity",
        var other => other.GetType().Name.Replace("TriggerAttribute", "", StringComparison.Ordinal),
    };

    /// <summary>Whether nobody calls it: the clock starts it, or a message does.</summary>
    public static bool IsByItself(LocalFunction function) =>
        function.Trigger is TimerTriggerAttribute or ServiceBusTriggerAttribute;

    /// <summary>Its route, its schedule, or where its messages come from.</summary>
    public static Html Detail(LocalFunction function) => function.Trigger switch
    {
        HttpTriggerAttribute http => Html.Of($"<code>{Methods(http)} /{http.Route ?? function.Name}</code>"),
        TimerTriggerAttribute timer => Html.Of($"<code>{timer.Schedule}</code>"),
        ServiceBusTriggerAttribute { QueueName: { } queue } => Elements.Link(BusLinks.Mailbox(queue), queue),
        ServiceBusTriggerAttribute { TopicName: { } topic, SubscriptionName: { } subscription } =>
            Elements.Link(BusLinks.Mailbox(EntityPath.Subscription(topic, subscription)), $"{topic}/{subscription}"),
        _ => Html.None,
    };

    private static string Methods(HttpTriggerAttribute http) => http.Methods is { Length: > 0 } methods
        ? string.Join(' ', methods.Select(method => method.ToUpperInvariant()))
        : "ANY";
}

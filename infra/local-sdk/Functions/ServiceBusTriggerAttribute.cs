using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A message of a queue or of a topic's subscription starts the function.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Messages of a queue.</summary>
    public ServiceBusTriggerAttribute(string queueName) => QueueName = queueName;

    /// <summary>Messages of a topic's subscription.</summary>
    public ServiceBusTriggerAttribute(string topicName, string subscriptionName)
    {
        TopicName = topicName;
        SubscriptionName = subscriptionName;
    }

    /// <summary>The setting, or group of settings, that says where the namespace is.</summary>
    public string? Connection { get; set; }

    /// <summary>The queue, if it is one.</summary>
    public string? QueueName { get; }

    /// <summary>The topic, if it is one.</summary>
    public string? TopicName { get; }

    /// <summary>The topic's subscription.</summary>
    public string? SubscriptionName { get; }

    /// <summary>Whether messages of a session are taken in order.</summary>
    public bool IsSessionsEnabled { get; set; }

    /// <summary>Whether the function takes an array of messages.</summary>
    public bool IsBatched { get; set; }

    /// <summary>Whether success completes the message; a function that settles it itself says no.</summary>
    public bool AutoCompleteMessages { get; set; } = true;
}

/// <summary>Lets a function settle the message it was started with.</summary>
public class ServiceBusMessageActions
{
    /// <summary>For those who derive.</summary>
    protected ServiceBusMessageActions()
    {
    }

    /// <summary>Hands the message back, to be delivered again.</summary>
    public virtual Task AbandonMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => throw NotHere();

    /// <summary>Removes the message: its work is done.</summary>
    public virtual Task CompleteMessageAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw NotHere();

    /// <summary>Puts the message among the dead letters.</summary>
    public virtual Task DeadLetterMessageAsync(
        ServiceBusReceivedMessage message,
        Dictionary<string, object>? propertiesToModify = null,
        string? deadLetterReason = null,
        string? deadLetterErrorDescription = null,
        CancellationToken cancellationToken = default) => throw NotHere();

    /// <summary>Puts the message aside: it is received again only by its number.</summary>
    public virtual Task DeferMessageAsync(
        ServiceBusReceivedMessage message,
        IDictionary<string, object>? propertiesToModify = null,
        CancellationToken cancellationToken = default) => throw NotHere();

    /// <summary>Begins the message's lock anew.</summary>
    public virtual Task RenewMessageLockAsync(
        ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => throw NotHere();

    internal static NotSupportedException NotHere() => new(
        "Settling messages needs Microsoft.Azure.Functions.Worker.Extensions.ServiceBus, or a host that derives from "
        + nameof(ServiceBusMessageActions) + ".");
}

/// <summary>Lets a function act on the session of the messages it was started with.</summary>
public class ServiceBusSessionMessageActions
{
    /// <summary>For those who derive.</summary>
    protected ServiceBusSessionMessageActions()
    {
    }

    /// <summary>The end of the session's lock.</summary>
    public virtual DateTimeOffset SessionLockedUntil { get; protected set; }

    /// <summary>What is kept with the session; <see langword="null"/> when nothing is.</summary>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) =>
        throw ServiceBusMessageActions.NotHere();

    /// <summary>Gives the session back once this invocation ends.</summary>
    public virtual Task ReleaseSession(CancellationToken cancellationToken = default) =>
        throw ServiceBusMessageActions.NotHere();

    /// <summary>Begins the session's lock anew.</summary>
    public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) =>
        throw ServiceBusMessageActions.NotHere();

    /// <summary>Keeps something with the session; <see langword="null"/> forgets it.</summary>
    public virtual Task SetSessionStateAsync(
        BinaryData sessionState, CancellationToken cancellationToken = default) =>
        throw ServiceBusMessageActions.NotHere();
}

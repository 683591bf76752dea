#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>Receives the messages of one session, in order, while nobody else can.</summary>
public class ServiceBusSessionReceiver : ServiceBusReceiver
{
    /// <summary>For stand-ins that override what they serve.</summary>
    protected ServiceBusSessionReceiver()
    {
    }

    /// <summary>The session.</summary>
    public virtual string SessionId => throw ServiceBusClient.NotOverridden();

    /// <summary>The end of its lock.</summary>
    public virtual DateTimeOffset SessionLockedUntil => throw ServiceBusClient.NotOverridden();

    /// <summary>Whether it was closed.</summary>
    public override bool IsClosed => throw ServiceBusClient.NotOverridden();

    /// <summary>What is kept with the session; <see langword="null"/> when nothing is.</summary>
    public virtual Task<BinaryData> GetSessionStateAsync(CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Keeps something with the session; <see langword="null"/> forgets it.</summary>
    public virtual Task SetSessionStateAsync(
        BinaryData sessionState, CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();

    /// <summary>Begins the session's lock anew.</summary>
    public virtual Task RenewSessionLockAsync(CancellationToken cancellationToken = default) =>
        throw ServiceBusClient.NotOverridden();
}

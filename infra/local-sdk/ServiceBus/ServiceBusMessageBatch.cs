#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>Messages that are sent together and fit into one send.</summary>
public sealed class ServiceBusMessageBatch : IDisposable
{
    private readonly IList<ServiceBusMessage> _messages;
    private readonly Func<ServiceBusMessage, bool> _fits;

    internal ServiceBusMessageBatch(
        long sizeInBytes,
        IList<ServiceBusMessage> messages,
        CreateMessageBatchOptions options,
        Func<ServiceBusMessage, bool> fits)
    {
        SizeInBytes = sizeInBytes;
        MaxSizeInBytes = options?.MaxSizeInBytes ?? long.MaxValue;
        _messages = messages;
        _fits = fits;
    }

    /// <summary>How many there are.</summary>
    public int Count => _messages.Count;

    /// <summary>The largest size.</summary>
    public long MaxSizeInBytes { get; }

    /// <summary>The size so far.</summary>
    public long SizeInBytes { get; }

    /// <summary>Adds a message, or says that it does not fit.</summary>
    public bool TryAddMessage(ServiceBusMessage message)
    {
        if (_fits is not null && !_fits(message))
            return false;
        _messages.Add(message);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}

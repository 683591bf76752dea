#nullable disable

namespace Azure.Messaging.ServiceBus;

/// <summary>Options of a sender.</summary>
public class ServiceBusSenderOptions
{
    /// <summary>A name for logs; made up when not set.</summary>
    public string Identifier { get; set; }
}

/// <summary>Options of a receiver.</summary>
public class ServiceBusReceiverOptions
{
    /// <summary>A name for logs; made up when not set.</summary>
    public string Identifier { get; set; }

    /// <summary>How many messages to hold ready.</summary>
    public int PrefetchCount { get; set; }

    /// <summary>Whether messages are locked (the default) or gone at once.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; }

    /// <summary>The entity itself (the default) or its dead letters.</summary>
    public SubQueue SubQueue { get; set; }
}

/// <summary>Options of a receiver of one session.</summary>
public class ServiceBusSessionReceiverOptions
{
    /// <summary>A name for logs; made up when not set.</summary>
    public string Identifier { get; set; }

    /// <summary>How many messages to hold ready.</summary>
    public int PrefetchCount { get; set; }

    /// <summary>Whether messages are locked with their session (the default) or gone at once.</summary>
    public ServiceBusReceiveMode ReceiveMode { get; set; }
}

/// <summary>Options of a batch.</summary>
public class CreateMessageBatchOptions
{
    /// <summary>The largest size; that of the entity when not set.</summary>
    public long? MaxSizeInBytes { get; set; }
}

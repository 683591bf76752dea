namespace Azure.Messaging.ServiceBus;

/// <summary>The part of an entity that is received from.</summary>
public enum SubQueue
{
    /// <summary>The entity itself.</summary>
    None = 0,

    /// <summary>Its dead-letter queue.</summary>
    DeadLetter = 1,

    /// <summary>Its transfer dead-letter queue.</summary>
    TransferDeadLetter = 2,
}

/// <summary>Whether a received message is locked until it is settled, or gone at once.</summary>
public enum ServiceBusReceiveMode
{
    /// <summary>Locked: settled by the receiver, delivered again when the lock runs out.</summary>
    PeekLock = 0,

    /// <summary>Gone as soon as it is handed out: at most once.</summary>
    ReceiveAndDelete = 1,
}

/// <summary>What a message waits for.</summary>
public enum ServiceBusMessageState
{
    /// <summary>For a receiver.</summary>
    Active = 0,

    /// <summary>For a receiver that asks for it by sequence number.</summary>
    Deferred = 1,

    /// <summary>For its scheduled time.</summary>
    Scheduled = 2,
}

/// <summary>Why an operation failed.</summary>
public enum ServiceBusFailureReason
{
    /// <summary>For none of the other reasons.</summary>
    GeneralError,

    /// <summary>The queue, topic or subscription does not exist.</summary>
    MessagingEntityNotFound,

    /// <summary>The lock ran out, or was another's.</summary>
    MessageLockLost,

    /// <summary>No message has this sequence number.</summary>
    MessageNotFound,

    /// <summary>The message is larger than the entity takes.</summary>
    MessageSizeExceeded,

    /// <summary>The entity is disabled.</summary>
    MessagingEntityDisabled,

    /// <summary>The entity is full, or has too many connections.</summary>
    QuotaExceeded,

    /// <summary>The service asks to slow down.</summary>
    ServiceBusy,

    /// <summary>No answer came in time; the operation may have happened.</summary>
    ServiceTimeout,

    /// <summary>The service could not be reached.</summary>
    ServiceCommunicationProblem,

    /// <summary>Another receiver holds the session.</summary>
    SessionCannotBeLocked,

    /// <summary>The session's lock ran out.</summary>
    SessionLockLost,

    /// <summary>An entity of this name exists.</summary>
    MessagingEntityAlreadyExists,
}

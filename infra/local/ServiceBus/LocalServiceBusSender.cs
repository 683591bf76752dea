using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>Sends to a queue or topic of the local bus: acknowledged when stored.</summary>
internal sealed class LocalServiceBusSender(LocalServiceBus bus, string entity, ServiceBusSenderOptions options)
    : ServiceBusSender
{
    /// <summary>The package gives out no content of a batch, but the list it was made over is ours.</summary>
    private static readonly ConditionalWeakTable<ServiceBusMessageBatch, List<ServiceBusMessage>> Batches = [];

    private bool _closed;

    /// <inheritdoc/>
    public override string EntityPath => entity;

    /// <inheritdoc/>
    public override string FullyQualifiedNamespace => LocalServiceBusClient.Host;

    /// <inheritdoc/>
    public override string Identifier { get; } = options.Identifier ?? $"{entity}-local";

    /// <inheritdoc/>
    public override bool IsClosed => _closed;

    /// <inheritdoc/>
    public override Task SendMessageAsync(ServiceBusMessage message, CancellationToken cancellationToken = default) =>
        SendAsync([message], cancellationToken);

    /// <inheritdoc/>
    public override Task SendMessagesAsync(
        IEnumerable<ServiceBusMessage> messages, CancellationToken cancellationToken = default) =>
        SendAsync([.. messages], cancellationToken);

    /// <inheritdoc/>
    public override Task SendMessagesAsync(
        ServiceBusMessageBatch messageBatch, CancellationToken cancellationToken = default) =>
        Batches.TryGetValue(messageBatch, out var messages)
            ? SendAsync(messages, cancellationToken)
            : throw new ArgumentException("The batch was not made by a sender of this bus.", nameof(messageBatch));

    /// <inheritdoc/>
    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CancellationToken cancellationToken = default) =>
        CreateMessageBatchAsync(new CreateMessageBatchOptions(), cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<ServiceBusMessageBatch> CreateMessageBatchAsync(
        CreateMessageBatchOptions options, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var room = options.MaxSizeInBytes ?? MessageContent.LargestSize;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(room, MessageContent.LargestSize, nameof(options));
        var messages = new List<ServiceBusMessage>();
        var limited = new CreateMessageBatchOptions { MaxSizeInBytes = room };
        var batch = ServiceBusModelFactory.ServiceBusMessageBatch(0, messages, limited, TryTakeRoom);
        Batches.Add(batch, messages);
        return new(batch);

        bool TryTakeRoom(ServiceBusMessage message)
        {
            var size = MessageCodec.Encode(MessageContent.Of(message)).Length;
            if (size > room)
                return false;
            room -= size;
            return true;
        }
    }

    /// <inheritdoc/>
    public override async Task<long> ScheduleMessageAsync(
        ServiceBusMessage message, DateTimeOffset scheduledEnqueueTime, CancellationToken cancellationToken = default)
    {
        var numbers = await ScheduleMessagesAsync([message], scheduledEnqueueTime, cancellationToken);
        return numbers[0];
    }

    /// <inheritdoc/>
    public override Task<IReadOnlyList<long>> ScheduleMessagesAsync(
        IEnumerable<ServiceBusMessage> messages,
        DateTimeOffset scheduledEnqueueTime,
        CancellationToken cancellationToken = default)
    {
        ServiceBusMessage[] scheduled = [.. messages];
        foreach (var message in scheduled)
            message.ScheduledEnqueueTime = scheduledEnqueueTime.ToUniversalTime();
        return SendAsync(scheduled, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CancelScheduledMessageAsync(
        long sequenceNumber, CancellationToken cancellationToken = default) =>
        CancelScheduledMessagesAsync([sequenceNumber], cancellationToken);

    /// <inheritdoc/>
    public override async Task CancelScheduledMessagesAsync(
        IEnumerable<long> sequenceNumbers, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        foreach (var sequence in sequenceNumbers)
            await bus.CancelAsync(entity, sequence, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CloseAsync(CancellationToken cancellationToken = default)
    {
        _closed = true;
        return Task.CompletedTask;
    }

    private Task<IReadOnlyList<long>> SendAsync(
        IReadOnlyList<ServiceBusMessage> messages, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return bus.SendAsync(entity, messages, cancellationToken);
    }
}

using System.Runtime.CompilerServices;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Kernel.Time;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Outbox;

/// <summary>How every subscription takes a message: one that is no event goes to the dead letters with its reason,
/// others flow on.</summary>
public sealed class Consumption(PublishedEvents events, Backlog backlog, Clock clock)
{
    /// <summary>The reason of dead letters that cannot be read.</summary>
    public const string Unreadable = "unreadable_event";

    /// <summary>Reads the message and hands the event on. A failure of the handler goes to the bus, which delivers
    /// again.</summary>
    /// <param name="waitsForOthers">Whether it waits for what is not ours, such as mail servers: then it is no reason to
    /// accept less when it is late.</param>
    /// <param name="consumer">Who takes it: the method of its trigger.</param>
    public async Task Take(
        ServiceBusReceivedMessage message, ServiceBusMessageActions actions, Func<PublishedEvent, Task> handle, CancellationToken cancel,
        bool waitsForOthers = false, [CallerMemberName] string consumer = "")
    {
        StorageWatch.BeginConsumer();
        if (message.DeliveryCount <= 1 && !waitsForOthers)
            backlog.Took(consumer, clock.Now.ToDateTimeOffset() - message.EnqueuedTime);
        if (await TryRead(message, actions, cancel) is { } published) await handle(published);
    }

    private async Task<PublishedEvent?> TryRead(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken cancel)
    {
        try
        {
            return await events.Read(message, cancel);
        }
        catch (InvalidDataException broken)
        {
            await actions.DeadLetterMessageAsync(message, null, Unreadable, broken.Message, cancel); // It will never become readable.
            return null;
        }
    }
}

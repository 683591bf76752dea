using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>What functions said about what they were given.</summary>
public sealed class Journal
{
    /// <summary>In the order of saying.</summary>
    public ConcurrentQueue<string> Entries { get; } = new();

    /// <summary>Says something.</summary>
    public void Add(string entry) => Entries.Enqueue(entry);
}

/// <summary>Functions that take messages in every way there is.</summary>
public sealed class TriggerApp(Journal journal)
{
    [Function("Message")]
    public void Message([ServiceBusTrigger("message")] ServiceBusReceivedMessage message, FunctionContext context) =>
        journal.Add($"message {message.Body} {context.BindingContext.BindingData["DeliveryCount"]}");

    [Function("Text")]
    public void Text([ServiceBusTrigger("text")] string text) => journal.Add($"text {text}");

    [Function("Bytes")]
    public void Bytes([ServiceBusTrigger("bytes")] byte[] bytes) => journal.Add($"bytes {bytes.Length}");

    [Function("Binary")]
    public void Binary([ServiceBusTrigger("binary")] BinaryData data) => journal.Add($"binary {data}");

    [Function("Ticket")]
    public void TakeTicket([ServiceBusTrigger("ticket")] Ticket ticket) =>
        journal.Add($"ticket {ticket.Id} {ticket.Priority}");

    [Function("Texts")]
    public void Texts([ServiceBusTrigger("texts", IsBatched = true)] string[] texts) =>
        journal.Add($"texts {string.Join('+', texts)}");

    [Function("Tickets")]
    public void Tickets([ServiceBusTrigger("tickets", IsBatched = true)] Ticket[] tickets) =>
        journal.Add($"tickets {string.Join('+', tickets.Select(ticket => ticket.Id))}");

    /// <summary>Puts one aside, leaves one to its success, and one to the dead letters.</summary>
    [Function("Sorted")]
    public async Task SortAsync(
        [ServiceBusTrigger("sorted", IsBatched = true)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancel)
    {
        foreach (var message in messages)
        {
            if (message.Body.ToString() == "defer")
                await actions.DeferMessageAsync(message, cancellationToken: cancel);
            else if (message.Body.ToString() == "bad")
                await actions.DeadLetterMessageAsync(message, deadLetterReason: "unwanted", cancellationToken: cancel);
        }
        journal.Add($"sorted {string.Join('+', messages.Select(message => message.Body))}");
    }

    /// <summary>Completes at the second time, and says nothing at the first.</summary>
    [Function("Manual")]
    public async Task ManualAsync(
        [ServiceBusTrigger("manual", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        CancellationToken cancel)
    {
        journal.Add($"manual {message.DeliveryCount}");
        if (message.DeliveryCount > 1)
            await actions.CompleteMessageAsync(message, cancel);
    }

    /// <summary>Counts in the session's state what it was told.</summary>
    [Function("Talk")]
    public async Task TalkAsync(
        [ServiceBusTrigger("talk", IsSessionsEnabled = true)] ServiceBusReceivedMessage message,
        ServiceBusSessionMessageActions session,
        CancellationToken cancel)
    {
        await session.RenewSessionLockAsync(cancel);
        var before = await session.GetSessionStateAsync(cancel);
        var now = $"{before}{message.Body}";
        await session.SetSessionStateAsync(BinaryData.FromString(now), cancel);
        journal.Add($"talk {message.SessionId} {now}");
        if (message.Body.ToString() == ".")
            await session.ReleaseSession(cancel);
    }

    [Function("Failing")]
    public void Fail([ServiceBusTrigger("failing")] ServiceBusReceivedMessage message)
    {
        journal.Add($"failing {message.DeliveryCount}");
        throw new InvalidOperationException("Not now.");
    }

    /// <summary>What some functions take as JSON.</summary>
    public sealed record Ticket(string Id, int Priority);
}

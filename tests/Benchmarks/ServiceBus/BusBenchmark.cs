using System.Collections.Concurrent;
using System.Diagnostics;
using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace ItsmServerless.Tests.Benchmarks.ServiceBus;

/// <summary>Messages per second through the bus, beside what the storage alone would allow.</summary>
/// <remarks>
/// Received by hand, a message needs three calls: insert, count of the delivery, delete. Handed to a function that
/// waits for it, it needs two: its delivery is counted with the insert. The ceilings make the same calls, on rows of
/// the same size, with nothing in between.
/// </remarks>
internal sealed class BusBenchmark(string connectionString)
{
    private const int Messages = 1000;
    private const string Queue = "work";
    private const string Handled = "handled";

    private static readonly byte[] Body = new byte[1024];

    private readonly string _prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x");

    /// <summary>Prints a line for each number of messages in flight.</summary>
    public async Task RunAsync(TextWriter output)
    {
        var table = new TableClient(connectionString, _prefix + "bus");
        var ceiling = new TableClient(connectionString, _prefix + "ceiling");
        await ceiling.CreateAsync();
        await using var bus = new LocalServiceBus(
            table, TimeProvider.System, new Quiescence(), NullLogger<LocalServiceBus>.Instance);
        var inHand = new Waiting();
        bus.DeclareQueue(Queue);
        bus.DeclareQueue(Handled);
        bus.Subscribe(Handled, inHand.HandleAsync, maxConcurrent: 32);
        await bus.StartAsync(CancellationToken.None);
        await using var client = new LocalServiceBusClient(bus, TimeProvider.System);
        await output.WriteLineAsync($"Warming up with {Messages / 4} messages, then {Messages} a number.");
        await PerSecondAsync(8, _ => RoundAsync(client), Messages / 4);
        await output.WriteLineAsync(
            "in flight   received/s   3 calls alone   handled/s   2 calls alone   (1 KB messages)");
        foreach (var inFlight in (int[])[1, 8, 32])
        {
            var received = await PerSecondAsync(inFlight, _ => RoundAsync(client), Messages);
            var three = await PerSecondAsync(inFlight, i => ThreeCallsAsync(ceiling, $"a{inFlight}-{i}"), Messages);
            var handled = await PerSecondAsync(inFlight, i => inHand.SendAsync(client, $"{inFlight}-{i}"), Messages);
            var two = await PerSecondAsync(inFlight, i => TwoCallsAsync(ceiling, $"b{inFlight}-{i}"), Messages);
            await output.WriteLineAsync(
                $"{inFlight,9}   {received,10:F0}   {three,13:F0}   {handled,9:F0}   {two,13:F0}");
        }
        await table.DeleteAsync();
        await ceiling.DeleteAsync();
    }

    private static async Task<double> PerSecondAsync(int inFlight, Func<int, Task> run, int count)
    {
        var watch = Stopwatch.StartNew();
        var limit = new ParallelOptions { MaxDegreeOfParallelism = inFlight };
        await Parallel.ForEachAsync(Enumerable.Range(0, count), limit, async (i, _) => await run(i));
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task RoundAsync(ServiceBusClient client)
    {
        var receiver = client.CreateReceiver(Queue);
        await client.CreateSender(Queue).SendMessageAsync(new ServiceBusMessage(Body));
        var message = await receiver.ReceiveMessageAsync();
        await receiver.CompleteMessageAsync(message);
    }

    private static async Task ThreeCallsAsync(TableClient table, string id)
    {
        await table.AddEntityAsync(Row(id));
        var delivery = new TableEntity(id, "message") { ["Deliveries"] = 1 };
        await table.UpdateEntityAsync(delivery, ETag.All, TableUpdateMode.Merge);
        await table.DeleteEntityAsync(id, "message", ETag.All);
    }

    private static async Task TwoCallsAsync(TableClient table, string id)
    {
        await table.AddEntityAsync(Row(id));
        await table.DeleteEntityAsync(id, "message", ETag.All);
    }

    private static TableEntity Row(string id) => new(id, "message") { ["Part0"] = Body };

    /// <summary>Senders that wait until their message was handled and completed.</summary>
    private sealed class Waiting
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _done = new();

        public async Task SendAsync(ServiceBusClient client, string id)
        {
            var done = _done[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await client.CreateSender(Handled).SendMessageAsync(new ServiceBusMessage(Body) { MessageId = id });
            await done.Task;
        }

        public async Task HandleAsync(
            ServiceBusReceivedMessage message, MessageSettlement settlement, CancellationToken cancellationToken)
        {
            await settlement.CompleteAsync(cancellationToken);
            if (_done.TryRemove(message.MessageId, out var done))
                done.SetResult();
        }
    }
}

using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class TopicTests(StorageFixture storage)
{
    private static readonly string First = EntityPath.Subscription(TestBus.Topic, "first");
    private static readonly string Second = EntityPath.Subscription(TestBus.Topic, "second");

    [Fact]
    public async Task Send_GivesEverySubscriptionItsOwnCopy()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender(TestBus.Topic).SendMessageAsync(new("news"));
        await bus.Receiver(First).CompleteMessageAsync(await bus.ReceiveNowAsync(First));
        var other = await bus.Client.CreateReceiver(TestBus.Topic, "second").ReceiveMessageAsync(TimeSpan.Zero);
        Assert.Equal(("news", 1), (other.Body.ToString(), other.DeliveryCount));
    }

    [Fact]
    public async Task Send_WithoutSubscriptions_IsGone()
    {
        await using var bus = await TestBus.StartAsync(storage);
        bus.Bus.DeclareTopic("unheard");
        await bus.Sender("unheard").SendMessageAsync(new("?"));
        Assert.Equal(0, bus.Bus.Counts().Sum(count => count.Active));
    }

    [Fact]
    public async Task Handler_ThatReturns_CompletesItsMessage()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var seen = new ConcurrentBag<string>();
        bus.Bus.Subscribe(First, (message, _, _) => Note(seen, message), maxConcurrent: 2);
        await bus.Sender(TestBus.Topic).SendMessagesAsync([new("1"), new("2"), new("3")]);
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal(["1", "2", "3"], seen.Order());
        Assert.Equal(0, Count(bus, First).Active + Count(bus, First).Locked);
        Assert.Equal(3, Count(bus, Second).Active);
    }

    [Fact]
    public async Task Handler_ThatThrows_IsCalledAgain_UntilTheMessageIsADeadLetter()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var deliveries = new ConcurrentQueue<int>();
        bus.Bus.Subscribe(First, (message, _, _) => Fail(deliveries, message), maxConcurrent: 4);
        await bus.Sender(TestBus.Topic).SendMessageAsync(new("poison"));
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal(Enumerable.Range(1, 10), deliveries);
        Assert.Equal(1, Count(bus, First).DeadLetters);
    }

    [Fact]
    public async Task Handler_ThatSettles_IsTakenAtItsWord()
    {
        await using var bus = await TestBus.StartAsync(storage);
        bus.Bus.Subscribe(
            First,
            (_, settlement, ct) => settlement.DeadLetterAsync("unreadable", "No JSON.", cancellationToken: ct),
            maxConcurrent: 1);
        await bus.Sender(TestBus.Topic).SendMessageAsync(new("bad"));
        await bus.Quiescence.WhenQuiet(default);
        var dead = Assert.Single(bus.Bus.Peek(EntityPath.DeadLetters(First)));
        Assert.Equal(("unreadable", 1), (dead.DeadLetterReason, dead.DeliveryCount));
    }

    [Fact]
    public async Task Handlers_RunNoMoreAtATimeThanAllowed()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var (running, most) = (0, 0);
        bus.Bus.Subscribe(TestBus.Queue, Handle, maxConcurrent: 3);
        await bus.Sender().SendMessagesAsync(Enumerable.Range(0, 20).Select(i => new ServiceBusMessage($"{i}")));
        await bus.Quiescence.WhenQuiet(default);
        Assert.InRange(most, 1, 3);

        async Task Handle(ServiceBusReceivedMessage message, MessageSettlement settlement, CancellationToken ct)
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await Task.Yield();
            Interlocked.Decrement(ref running);
        }
    }

    [Fact]
    public async Task Stop_WaitsForTheHandlerAtWork_AndKeepsTheRest()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var (entered, mayEnd) = (new TaskCompletionSource(), new TaskCompletionSource());
        bus.Bus.Subscribe(
            TestBus.Queue,
            async (_, _, _) =>
            {
                entered.SetResult();
                await mayEnd.Task;
            },
            maxConcurrent: 1);
        await bus.Sender().SendMessagesAsync([new("1"), new("2")]);
        await entered.Task;
        var stopping = bus.Bus.StopAsync(default);
        Assert.False(stopping.IsCompleted);
        mayEnd.SetResult();
        await stopping;
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal("2", (await next.ReceiveNowAsync()).Body.ToString());
        Assert.Null(await next.ReceiveNowAsync());
    }

    private static void InterlockedMax(ref int most, int candidate)
    {
        for (var seen = most; candidate > seen; seen = most)
            Interlocked.CompareExchange(ref most, candidate, seen);
    }

    private static MailboxCounts Count(TestBus bus, string path) =>
        bus.Bus.Counts().Single(count => count.Path == path);

    private static Task Note(ConcurrentBag<string> seen, ServiceBusReceivedMessage message)
    {
        seen.Add(message.Body.ToString());
        return Task.CompletedTask;
    }

    private static Task Fail(ConcurrentQueue<int> deliveries, ServiceBusReceivedMessage message)
    {
        deliveries.Enqueue(message.DeliveryCount);
        throw new InvalidOperationException("Not now.");
    }
}

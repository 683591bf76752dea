using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class ReceiverTests(StorageFixture storage)
{
    [Fact]
    public async Task ReceiveMessages_AsAStream_GoesOnUntilCancelled()
    {
        await using var bus = await TestBus.StartAsync(storage);
        using var enough = new CancellationTokenSource();
        await bus.Sender().SendMessagesAsync([new("1"), new("2")]);
        var seen = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var message in bus.Receiver().ReceiveMessagesAsync(enough.Token))
            {
                seen.Add(message.Body.ToString());
                if (seen.Count == 2)
                    await bus.Sender().SendMessageAsync(new("3"));
                if (seen.Count == 3)
                    await enough.CancelAsync();
            }
        });
        Assert.Equal(["1", "2", "3"], seen);
    }

    [Fact]
    public async Task Receiver_Closed_DoesNothingMore()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("once"));
        var receiver = bus.Receiver();
        var received = await receiver.ReceiveMessageAsync();
        await receiver.CloseAsync();
        Assert.True(receiver.IsClosed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.ReceiveMessageAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.PeekMessageAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => receiver.CompleteMessageAsync(received));
    }

    [Fact]
    public async Task ReceiveAndDelete_LeavesNothingToSettle()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("gone"));
        var receiver = bus.Client.CreateReceiver(
            TestBus.Queue, new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var received = await receiver.ReceiveMessageAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => receiver.CompleteMessageAsync(received));
    }

    [Theory]
    [InlineData("work/$deadletterqueue")]
    [InlineData("work/$DeadLetterQueue")]
    public async Task DeadLetters_AreReceivedByTheirPathToo(string path)
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("bad"));
        await bus.Receiver().DeadLetterMessageAsync(
            await bus.ReceiveNowAsync(), new Dictionary<string, object> { ["line"] = 3 }, "unreadable", "Line 3.");
        var dead = await bus.ReceiveNowAsync(path);
        Assert.Equal(
            ("unreadable", "Line 3.", (object)3),
            (dead.DeadLetterReason, dead.DeadLetterErrorDescription, dead.ApplicationProperties["line"]));
    }

    [Fact]
    public async Task DeadLetters_OfASubscription_AreItsOwn()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender(TestBus.Topic).SendMessageAsync(new("bad"));
        var receiver = bus.Client.CreateReceiver(TestBus.Topic, "first");
        await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(), "unreadable");
        var options = new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter };
        var dead = bus.Client.CreateReceiver(TestBus.Topic, "first", options);
        var other = bus.Client.CreateReceiver(TestBus.Topic, "second", options);
        Assert.Equal("unreadable", (await dead.ReceiveMessageAsync(TimeSpan.Zero)).DeadLetterReason);
        Assert.Null(await other.ReceiveMessageAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task Peek_ShowsEveryStateFromANumberOn()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("deferred"), new("locked"), new("active")]);
        await bus.Sender().ScheduleMessageAsync(new("scheduled"), bus.Clock.GetUtcNow().AddHours(1));
        await bus.Receiver().DeferMessageAsync(await bus.ReceiveNowAsync());
        await bus.ReceiveNowAsync();
        var seen = await bus.Receiver().PeekMessagesAsync(maxMessages: 10);
        Assert.Equal(["deferred", "locked", "active", "scheduled"], seen.Select(one => one.Body.ToString()));
        Assert.Equal(["Deferred", "Active", "Active", "Scheduled"], seen.Select(one => one.State.ToString()));
        var later = await bus.Receiver().PeekMessagesAsync(maxMessages: 1, seen[2].SequenceNumber);
        Assert.Equal("active", Assert.Single(later).Body.ToString());
    }

    [Fact]
    public async Task DeadLetter_WithoutAReason_HasNone()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("bad"));
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync());
        var dead = await bus.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero);
        Assert.Equal((null, null), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        Assert.Empty(dead.ApplicationProperties);
    }

    [Fact]
    public async Task Anything_AfterTheLockRanOut_SaysThatItIsLost_AndChangesNothing()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("slow"));
        var (receiver, received) = (bus.Receiver(), await bus.ReceiveNowAsync());
        await bus.AdvanceAsync(TimeSpan.FromMinutes(1));
        var settlements = new Func<Task>[]
        {
            () => receiver.RenewMessageLockAsync(received),
            () => receiver.CompleteMessageAsync(received),
            () => receiver.AbandonMessageAsync(received),
            () => receiver.DeferMessageAsync(received),
            () => receiver.DeadLetterMessageAsync(received, "late"),
        };
        foreach (var settle in settlements)
        {
            var refused = await Assert.ThrowsAsync<ServiceBusException>(settle);
            Assert.Equal(ServiceBusFailureReason.MessageLockLost, refused.Reason);
        }
        Assert.Equal(2, (await bus.ReceiveNowAsync()).DeliveryCount);
    }

    [Fact]
    public async Task PrefetchCount_IsKept_AndLocksNothingAhead()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("1"), new("2")]);
        var receiver = bus.Client.CreateReceiver(TestBus.Queue, new ServiceBusReceiverOptions { PrefetchCount = 10 });
        await receiver.ReceiveMessageAsync();
        Assert.Equal(10, receiver.PrefetchCount);
        Assert.Equal(1, bus.Bus.Counts().Single(count => count.Path == TestBus.Queue).Locked);
    }
}

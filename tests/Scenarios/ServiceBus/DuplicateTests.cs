using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class DuplicateTests(StorageFixture storage)
{
    private static readonly EntityOptions TenMinutes = new() { DuplicateWindow = TimeSpan.FromMinutes(10) };

    [Fact]
    public async Task SameId_WithinTheWindow_IsDropped_AlsoAfterTheFirstWasCompleted()
    {
        await using var bus = await TestBus.StartAsync(storage, TenMinutes);
        await bus.Sender().SendMessageAsync(Message("a"));
        await bus.Receiver().CompleteMessageAsync(await bus.ReceiveNowAsync());
        await bus.AdvanceAsync(TimeSpan.FromMinutes(9));
        await bus.Sender().SendMessageAsync(Message("a"));
        Assert.Null(await bus.ReceiveNowAsync());
    }

    [Fact]
    public async Task SameId_AfterTheWindow_IsDelivered()
    {
        await using var bus = await TestBus.StartAsync(storage, TenMinutes);
        await bus.Sender().SendMessageAsync(Message("a"));
        await bus.AdvanceAsync(TimeSpan.FromMinutes(10));
        await bus.Sender().SendMessageAsync(Message("a"));
        Assert.Equal(2, (await bus.Receiver().ReceiveMessagesAsync(maxMessages: 10)).Count);
    }

    [Fact]
    public async Task SameId_AfterARestart_IsStillDropped()
    {
        await using var bus = await TestBus.StartAsync(storage, TenMinutes);
        await bus.Sender().SendMessageAsync(Message("a"));
        await bus.Receiver().CompleteMessageAsync(await bus.ReceiveNowAsync());
        await using var next = await bus.KillAndStartAsync();
        await next.Sender().SendMessageAsync(Message("a"));
        Assert.Null(await next.ReceiveNowAsync());
    }

    [Fact]
    public async Task SameId_InOneSendAndInParallel_IsOneMessageForEverySubscription()
    {
        await using var bus = await TestBus.StartAsync(storage, TenMinutes);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(
            _ => bus.Sender(TestBus.Topic).SendMessagesAsync([Message("a"), Message("b"), Message("a")])));
        Assert.All(
            bus.Bus.Counts().Where(count => count.Path.StartsWith(TestBus.Topic, StringComparison.Ordinal)),
            count => Assert.Equal(2, count.Active));
    }

    [Fact]
    public async Task SameId_WithoutAWindow_IsDeliveredTwice()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([Message("a"), Message("a")]);
        Assert.Equal(2, (await bus.Receiver().ReceiveMessagesAsync(maxMessages: 10)).Count);
    }

    private static ServiceBusMessage Message(string id) => new("body") { MessageId = id };
}

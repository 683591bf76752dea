using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class RestartTests(StorageFixture storage)
{
    [Fact]
    public async Task Unsettled_ComesBack_WithItsDeliveryCounted()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("at work"));
        Assert.Equal(1, (await bus.ReceiveNowAsync()).DeliveryCount);
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal(2, (await next.ReceiveNowAsync()).DeliveryCount);
    }

    [Fact]
    public async Task NeverDelivered_ComesBack_AsNew()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("waiting"));
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal(1, (await next.ReceiveNowAsync()).DeliveryCount);
    }

    [Fact]
    public async Task AMessageThatKillsTheHost_EndsAsADeadLetter()
    {
        var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("killer"));
        for (var time = 1; time <= 10; time++)
        {
            Assert.NotNull(await bus.ReceiveNowAsync());
            bus = await bus.KillAndStartAsync();
        }
        Assert.Null(await bus.ReceiveNowAsync());
        Assert.NotNull(await bus.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero));
        await bus.DisposeAsync();
    }

    [Fact]
    public async Task Order_IsThatOfSending()
    {
        await using var bus = await TestBus.StartAsync(storage);
        for (var i = 0; i < 20; i++)
            await bus.Sender().SendMessageAsync(new($"{i}"));
        await using var next = await bus.KillAndStartAsync();
        var received = await next.Receiver().ReceiveMessagesAsync(maxMessages: 100);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}"), received.Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task Numbers_KeepRising_WhenEverythingWasSettled()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var before = await SendAndCompleteAsync(bus);
        await using var next = await bus.KillAndStartAsync();
        Assert.True(await SendAndCompleteAsync(next) > before);
    }

    private static async Task<long> SendAndCompleteAsync(TestBus bus)
    {
        await bus.Sender().SendMessageAsync(new ServiceBusMessage("once"));
        var received = await bus.ReceiveNowAsync();
        await bus.Receiver().CompleteMessageAsync(received);
        return received.SequenceNumber;
    }
}

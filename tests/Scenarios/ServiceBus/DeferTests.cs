using Azure.Messaging.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class DeferTests(StorageFixture storage)
{
    [Fact]
    public async Task Deferred_IsReceivedByItsNumberAlone_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var number = await DeferAsync(bus, "later", new Dictionary<string, object> { ["why"] = "not yet" });
        Assert.Null(await bus.ReceiveNowAsync());
        await using var next = await bus.KillAndStartAsync();
        Assert.Null(await next.ReceiveNowAsync());
        var received = await next.Receiver().ReceiveDeferredMessageAsync(number);
        Assert.Equal(
            ("later", "not yet", ServiceBusMessageState.Deferred, 2),
            (received.Body.ToString(), received.ApplicationProperties["why"], received.State, received.DeliveryCount));
    }

    [Fact]
    public async Task Deferred_Completed_IsGone()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var number = await DeferAsync(bus, "once");
        await bus.Receiver().CompleteMessageAsync(await bus.Receiver().ReceiveDeferredMessageAsync(number));
        await using var next = await bus.KillAndStartAsync();
        await AssertNotFoundAsync(next, number);
        Assert.Empty(next.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task Deferred_GivenBackOrNotSettledInTime_IsDeferredStill()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var number = await DeferAsync(bus, "again");
        await bus.Receiver().AbandonMessageAsync(await bus.Receiver().ReceiveDeferredMessageAsync(number));
        Assert.Null(await bus.ReceiveNowAsync());
        await bus.Receiver().ReceiveDeferredMessageAsync(number);
        await AssertNotFoundAsync(bus, number);
        await bus.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(4, (await bus.Receiver().ReceiveDeferredMessageAsync(number)).DeliveryCount);
    }

    [Fact]
    public async Task Deferred_DeadLettered_IsAnOrdinaryDeadLetter()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var number = await DeferAsync(bus, "bad");
        await bus.Receiver().DeadLetterMessageAsync(await bus.Receiver().ReceiveDeferredMessageAsync(number), "late");
        await using var next = await bus.KillAndStartAsync();
        var dead = await next.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero);
        Assert.Equal(("late", ServiceBusMessageState.Active), (dead.DeadLetterReason, dead.State));
    }

    [Fact]
    public async Task ReceiveDeferred_OfSeveral_IsAllOrNone()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var numbers = new[] { await DeferAsync(bus, "1"), await DeferAsync(bus, "2") };
        await AssertNotFoundAsync(bus, [.. numbers, 999_999]);
        var received = await bus.Receiver().ReceiveDeferredMessagesAsync(numbers);
        Assert.Equal(["1", "2"], received.Select(message => message.Body.ToString()));
    }

    [Fact]
    public async Task ReceiveDeferred_OfWhatWasNotDeferred_IsNotFound()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("ready"));
        await AssertNotFoundAsync(bus, (await bus.Receiver().PeekMessageAsync()).SequenceNumber);
        Assert.NotNull(await bus.ReceiveNowAsync());
    }

    private static async Task<long> DeferAsync(
        TestBus bus, string body, Dictionary<string, object>? properties = null)
    {
        await bus.Sender().SendMessageAsync(new(body));
        var received = await bus.ReceiveNowAsync();
        await bus.Receiver().DeferMessageAsync(received, properties);
        return received.SequenceNumber;
    }

    private static async Task AssertNotFoundAsync(TestBus bus, params long[] numbers)
    {
        var refused = await Assert.ThrowsAsync<ServiceBusException>(
            () => bus.Receiver().ReceiveDeferredMessagesAsync(numbers));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, refused.Reason);
    }
}

using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class SendTests(StorageFixture storage)
{
    private static readonly string First = EntityPath.Subscription(TestBus.Topic, "first");
    private static readonly string Second = EntityPath.Subscription(TestBus.Topic, "second");

    [Fact]
    public async Task Send_OfMoreThanATransactionTakes_ArrivesWhole_InOrder_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender(TestBus.Topic).SendMessagesAsync(Numbered(250));
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal(Numbered(250).Select(one => one.Body.ToString()), await next.BodiesAsync(First));
        Assert.Equal(250, (await next.BodiesAsync(Second)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_DyingAtAnyStorageCall_ArrivesWholeOrNotAtAll(bool afterTheCall)
    {
        var seen = new HashSet<int>();
        for (var call = 1; await ArrivedAsync(call, afterTheCall) is var (arrived, died); call++)
        {
            seen.Add(arrived);
            if (!died)
                break;
        }
        Assert.Equal([0, 500], seen.Order());
    }

    [Fact]
    public async Task Send_OfAListLargerThanAMessageMayBe_IsRefused_AndSendsNothing()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var refused = await Assert.ThrowsAsync<ServiceBusException>(() => bus.Sender().SendMessagesAsync(
            Enumerable.Range(0, 3).Select(_ => new ServiceBusMessage(new byte[100 * 1024]))));
        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, refused.Reason);
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task Batch_IsAtMostAsLargeAsAsked_WhichIsAtMostWhatTheBusTakes()
    {
        await using var bus = await TestBus.StartAsync(storage);
        using var small = await bus.Sender().CreateMessageBatchAsync(
            new CreateMessageBatchOptions { MaxSizeInBytes = 1024 });
        using var usual = await bus.Sender().CreateMessageBatchAsync();
        Assert.False(small.TryAddMessage(new(new byte[1024])));
        Assert.Equal((0, 1024L, 256 * 1024L), (small.Count, small.MaxSizeInBytes, usual.MaxSizeInBytes));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await bus.Sender().CreateMessageBatchAsync(
            new CreateMessageBatchOptions { MaxSizeInBytes = 256 * 1024 + 1 }));
    }

    [Fact]
    public async Task Batch_Full_IsAcceptedAsItIs()
    {
        await using var bus = await TestBus.StartAsync(storage);
        using var batch = await bus.Sender().CreateMessageBatchAsync();
        while (batch.TryAddMessage(new(new byte[10 * 1024])))
            Assert.InRange(batch.Count, 1, 26);
        await bus.Sender().SendMessagesAsync(batch);
        Assert.Equal(batch.Count, bus.Bus.Peek(TestBus.Queue).Count);
    }

    [Fact]
    public async Task Sender_Closed_SendsNoMore_NorDoesAClosedClientMakeAnother()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var sender = bus.Sender();
        await sender.CloseAsync();
        Assert.True(sender.IsClosed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendMessageAsync(new("late")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.CancelScheduledMessageAsync(1));
        await bus.Client.DisposeAsync();
        Assert.Throws<ObjectDisposedException>(() => bus.Sender());
        Assert.Throws<ObjectDisposedException>(() => bus.Receiver());
    }

    [Fact]
    public async Task ScheduledList_IsCancelledByItsNumbers()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var due = bus.Clock.GetUtcNow().AddHours(1);
        var numbers = await bus.Sender().ScheduleMessagesAsync([new("1"), new("2"), new("3")], due);
        await bus.Sender().CancelScheduledMessagesAsync([numbers[0], numbers[2]]);
        await using var next = await bus.KillAndStartAsync();
        await next.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["2"], await next.BodiesAsync());
    }

    /// <summary>How many copies a send of 250 to two subscriptions left behind whose host died at a call.</summary>
    private async Task<(int Arrived, bool Died)?> ArrivedAsync(int call, bool afterTheCall)
    {
        await using var scope = storage.Scope();
        using var clock = new ManualClock(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var death = new DyingPolicy(call, afterTheCall);
        var first = TestBus.Over(scope, clock, death);
        try
        {
            await first.Bus.StartAsync(default);
            await first.Sender(TestBus.Topic).SendMessagesAsync(Numbered(250));
        }
        catch (DiedException)
        {
            // Whoever sent does not know.
        }
        await first.Bus.DisposeAsync();
        var second = TestBus.Over(scope, clock, faults: null);
        await second.Bus.StartAsync(default);
        var arrived = second.Bus.Counts().Sum(count => count.Active);
        await second.Bus.DisposeAsync();
        return (arrived, death.Happened.IsCompleted);
    }

    private static IEnumerable<ServiceBusMessage> Numbered(int count) =>
        Enumerable.Range(0, count).Select(i => new ServiceBusMessage($"{i:D3}"));
}

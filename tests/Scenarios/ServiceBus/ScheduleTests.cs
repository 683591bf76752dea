using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class ScheduleTests(StorageFixture storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task Scheduled_AppearsAtItsTime_AndNotBefore()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var due = bus.Clock.GetUtcNow() + Hour;
        var number = await bus.Sender().ScheduleMessageAsync(new("later"), due);
        await bus.AdvanceAsync(Hour - TimeSpan.FromTicks(1));
        Assert.Null(await bus.ReceiveNowAsync());
        Assert.Equal(ServiceBusMessageState.Scheduled, (await bus.Receiver().PeekMessageAsync()).State);
        await bus.AdvanceAsync(TimeSpan.FromTicks(1));
        var received = await bus.ReceiveNowAsync();
        Assert.Equal((number, due), (received.SequenceNumber, received.EnqueuedTime));
    }

    [Fact]
    public async Task Scheduled_InThePast_AppearsAtOnce()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().ScheduleMessageAsync(new("now"), bus.Clock.GetUtcNow() - Hour);
        Assert.Equal("now", (await bus.ReceiveNowAsync()).Body.ToString());
    }

    [Fact]
    public async Task Scheduled_AcrossARestart_StillAppears_AlsoWhenOverdue()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("1") { ScheduledEnqueueTime = bus.Clock.GetUtcNow() + Hour });
        await bus.Sender().SendMessageAsync(new("2") { ScheduledEnqueueTime = bus.Clock.GetUtcNow() + 3 * Hour });
        await bus.Bus.DisposeAsync();
        await bus.AdvanceAsync(2 * Hour);
        await using var next = await bus.KillAndStartAsync();
        var overdue = await next.ReceiveNowAsync();
        Assert.Equal("1", overdue.Body.ToString());
        await next.Receiver().CompleteMessageAsync(overdue);
        Assert.Null(await next.ReceiveNowAsync());
        await next.AdvanceAsync(Hour);
        Assert.Equal("2", (await next.ReceiveNowAsync()).Body.ToString());
    }

    [Fact]
    public async Task Cancelled_NeverAppears_InAnySubscription()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var sender = bus.Sender(TestBus.Topic);
        var number = await sender.ScheduleMessageAsync(new("not"), bus.Clock.GetUtcNow() + Hour);
        await sender.CancelScheduledMessageAsync(number);
        await using var next = await bus.KillAndStartAsync();
        await next.AdvanceAsync(2 * Hour);
        Assert.All(next.Bus.Counts(), count => Assert.Equal(0, count.Active + count.Scheduled));
    }

    [Fact]
    public async Task Cancel_AfterItAppeared_IsRefused()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var number = await bus.Sender().ScheduleMessageAsync(new("late"), bus.Clock.GetUtcNow() + Hour);
        await bus.AdvanceAsync(Hour);
        var refused = await Assert.ThrowsAsync<ServiceBusException>(
            () => bus.Sender().CancelScheduledMessageAsync(number));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, refused.Reason);
        Assert.NotNull(await bus.ReceiveNowAsync());
    }

    [Fact]
    public async Task Quiet_DoesNotWaitForWhatIsScheduled_ButForWhatBecameDue()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var handledAt = new List<DateTimeOffset>();
        bus.Bus.Subscribe(TestBus.Queue, Handle, maxConcurrent: 1);
        var due = bus.Clock.GetUtcNow() + Hour;
        await bus.Sender().ScheduleMessageAsync(new("later"), due);
        await bus.Quiescence.WhenQuiet(default);
        await bus.AdvanceAsync(10 * Hour);
        Assert.Equal([due], handledAt);

        async Task Handle(ServiceBusReceivedMessage message, MessageSettlement settlement, CancellationToken ct)
        {
            for (var step = 0; step < 100; step++)
                await Task.Yield();
            handledAt.Add(bus.Clock.GetUtcNow());
        }
    }
}

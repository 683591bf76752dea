using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class IdleTests(StorageFixture storage)
{
    [Fact]
    public async Task Idle_WithPumpsReceiversAndMessagesThatWait_DoesNotTouchTheStorage()
    {
        var calls = new CountingPolicy();
        await using var bus = await TestBus.StartAsync(
            storage, new EntityOptions { DuplicateWindow = TimeSpan.FromMinutes(10) }, faults: calls);
        bus.Bus.Subscribe(TestBus.Queue, (_, _, _) => Task.CompletedTask, maxConcurrent: 16);
        var first = EntityPath.Subscription(TestBus.Topic, "first");
        await bus.Sender(TestBus.Topic).SendMessagesAsync([new("waits"), new("deferred")]);
        await bus.Sender().ScheduleMessageAsync(new("later"), bus.Clock.GetUtcNow().AddDays(1));
        await bus.Receiver(first).DeferMessageAsync(await bus.ReceiveNowAsync(first));
        var waiting = bus.DeadLetters().ReceiveMessageAsync(TimeSpan.FromHours(2));
        var before = calls.Calls;
        await bus.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(0, calls.Calls - before);
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public async Task Message_HandedToAWaitingFunction_CostsTwoCalls()
    {
        var calls = new CountingPolicy();
        await using var bus = await TestBus.StartAsync(storage, faults: calls);
        bus.Bus.Subscribe(TestBus.Queue, (_, _, _) => Task.CompletedTask, maxConcurrent: 16);
        await bus.Sender().SendMessageAsync(new("first")); // Reserves numbers as well.
        await bus.Quiescence.WhenQuiet(default);
        var before = calls.Calls;
        await bus.Sender().SendMessageAsync(new("second"));
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal(2, calls.Calls - before);
    }
}

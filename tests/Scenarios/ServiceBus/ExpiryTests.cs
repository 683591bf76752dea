using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class ExpiryTests(StorageFixture storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly EntityOptions KeepsExpired = new() { DeadLettersExpired = true };

    [Fact]
    public async Task Expired_IsDropped_AndNotBefore()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(OneHour("short-lived"));
        await bus.AdvanceAsync(Hour - TimeSpan.FromTicks(1));
        Assert.Single(bus.Bus.Peek(TestBus.Queue));
        await bus.AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal((0, 0), (Counts(next).Active, Counts(next).DeadLetters));
    }

    [Fact]
    public async Task Expired_WhereTheEntityKeepsThem_IsADeadLetter_AcrossARestart()
    {
        await using var bus = await TestBus.StartAsync(storage, KeepsExpired);
        await bus.Sender().SendMessageAsync(OneHour("late"));
        await bus.AdvanceAsync(Hour);
        await using var next = await bus.KillAndStartAsync();
        await next.AdvanceAsync(100 * Hour);
        var dead = await next.DeadLetters().ReceiveMessageAsync(TimeSpan.Zero);
        Assert.Equal(("late", "TTLExpiredException"), (dead.Body.ToString(), dead.DeadLetterReason));
    }

    [Fact]
    public async Task Expired_WhileNobodyRan_IsFoundAtTheStart()
    {
        await using var bus = await TestBus.StartAsync(storage, KeepsExpired);
        await bus.Sender().SendMessageAsync(OneHour("late"));
        await bus.Bus.DisposeAsync();
        await bus.AdvanceAsync(Hour);
        await using var next = await bus.KillAndStartAsync();
        await next.Quiescence.WhenQuiet(default);
        Assert.Equal((0, 1), (Counts(next).Active, Counts(next).DeadLetters));
    }

    [Fact]
    public async Task TimeToLive_OfTheEntity_LimitsThatOfTheMessage()
    {
        await using var bus = await TestBus.StartAsync(storage, new EntityOptions { DefaultTimeToLive = Hour });
        await bus.Sender().SendMessagesAsync(
            [new("default"), new("long") { TimeToLive = 2 * Hour }, new("short") { TimeToLive = Hour / 2 }]);
        var seen = bus.Bus.Peek(TestBus.Queue);
        Assert.Equal([Hour, Hour, Hour / 2], seen.Select(message => message.TimeToLive));
        Assert.Equal(bus.Clock.GetUtcNow() + Hour, seen[0].ExpiresAt);
        await bus.AdvanceAsync(Hour / 2);
        Assert.Equal(["default", "long"], bus.Bus.Peek(TestBus.Queue).Select(message => message.Body.ToString()));
        await bus.AdvanceAsync(Hour / 2);
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task TimeToLive_OfAScheduledMessage_BeginsAtItsTime()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().ScheduleMessageAsync(OneHour("later"), bus.Clock.GetUtcNow() + 5 * Hour);
        await bus.AdvanceAsync(6 * Hour - TimeSpan.FromTicks(1));
        Assert.Equal(1, Counts(bus).Active);
        await bus.AdvanceAsync(TimeSpan.FromTicks(1));
        Assert.Equal(0, Counts(bus).Active);
    }

    [Fact]
    public async Task Locked_WhenItsTimeIsOver_IsStillItsReceivers()
    {
        var patient = new EntityOptions { LockDuration = TimeSpan.FromMinutes(5) };
        await using var bus = await TestBus.StartAsync(storage, patient);
        await bus.Sender().SendMessagesAsync([Minutes(1, "completed"), Minutes(1, "abandoned")]);
        var received = await bus.Receiver().ReceiveMessagesAsync(maxMessages: 2);
        await bus.AdvanceAsync(TimeSpan.FromMinutes(2));
        await bus.Receiver().CompleteMessageAsync(received[0]);
        await bus.Receiver().AbandonMessageAsync(received[1]);
        await bus.Quiescence.WhenQuiet(default);
        Assert.Null(await bus.ReceiveNowAsync());
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task Deferred_ExpiresOnlyWhenAskedFor()
    {
        await using var bus = await TestBus.StartAsync(storage, KeepsExpired);
        await bus.Sender().SendMessageAsync(OneHour("aside"));
        var received = await bus.ReceiveNowAsync();
        await bus.Receiver().DeferMessageAsync(received);
        await bus.AdvanceAsync(2 * Hour);
        Assert.Equal((1, 0), (Counts(bus).Deferred, Counts(bus).DeadLetters));
        var refused = await Assert.ThrowsAsync<ServiceBusException>(
            () => bus.Receiver().ReceiveDeferredMessageAsync(received.SequenceNumber));
        Assert.Equal(ServiceBusFailureReason.MessageNotFound, refused.Reason);
        Assert.Equal((0, 1), (Counts(bus).Deferred, Counts(bus).DeadLetters));
    }

    private static ServiceBusMessage OneHour(string body) => new(body) { TimeToLive = Hour };

    private static ServiceBusMessage Minutes(int minutes, string body) =>
        new(body) { TimeToLive = TimeSpan.FromMinutes(minutes) };

    private static MailboxCounts Counts(TestBus bus) => bus.Bus.Counts().Single(one => one.Path == TestBus.Queue);
}

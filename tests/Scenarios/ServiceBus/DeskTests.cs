using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class DeskTests(StorageFixture storage)
{
    [Fact]
    public async Task Counts_TellWhereEverythingIs()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("dead"), new("locked"), new("ready")]);
        await bus.Sender().ScheduleMessageAsync(new("later"), bus.Clock.GetUtcNow().AddHours(1));
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync());
        await bus.ReceiveNowAsync();
        var counts = bus.Bus.Counts().Single(count => count.Path == TestBus.Queue);
        Assert.Equal(new MailboxCounts(TestBus.Queue, Active: 1, Scheduled: 1, Locked: 1, DeadLetters: 1), counts);
    }

    [Fact]
    public async Task Peek_ShowsWithoutTaking()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("1"), new("2")]);
        var seen = bus.Bus.Peek(TestBus.Queue);
        Assert.Equal(["1", "2"], seen.Select(message => message.Body.ToString()));
        Assert.Equal("2", bus.Bus.Peek(TestBus.Queue, 1, seen[1].SequenceNumber).Single().Body.ToString());
        Assert.Equal(1, (await bus.ReceiveNowAsync()).DeliveryCount);
    }

    [Fact]
    public async Task Replay_DeliversADeadLetterAsIfNew_OnceHoweverOftenAsked()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessageAsync(new("bad"));
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync(), "unreadable");
        var number = bus.Bus.Peek(EntityPath.DeadLetters(TestBus.Queue)).Single().SequenceNumber;
        var replayed = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => bus.Bus.ReplayAsync(TestBus.Queue, number, default)));
        Assert.Single(replayed, did => did);
        await using var next = await bus.KillAndStartAsync();
        var again = await next.ReceiveNowAsync();
        Assert.Equal((number, 1, null), (again.SequenceNumber, again.DeliveryCount, again.DeadLetterReason));
        Assert.Null(await next.ReceiveNowAsync());
    }
}

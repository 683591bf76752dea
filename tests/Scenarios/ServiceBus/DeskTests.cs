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

    [Fact]
    public async Task Delete_TakesADeadLetterAway_OnceHoweverOftenAsked()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("bad"), new("worse")]);
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync());
        await bus.Receiver().DeadLetterMessageAsync(await bus.ReceiveNowAsync());
        var number = bus.Bus.Peek(EntityPath.DeadLetters(TestBus.Queue))[0].SequenceNumber;
        var deleted = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => bus.Bus.DeleteDeadLetterAsync(TestBus.Queue, number, default)));
        Assert.Single(deleted, did => did);
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal("worse", Assert.Single(next.Bus.Peek(EntityPath.DeadLetters(TestBus.Queue))).Body.ToString());
    }

    [Fact]
    public async Task Replay_OfAnExpiredMessage_LetsItLiveAsLongAgain()
    {
        var keeps = new EntityOptions { DeadLettersExpired = true, DefaultTimeToLive = TimeSpan.FromHours(1) };
        await using var bus = await TestBus.StartAsync(storage, keeps);
        await bus.Sender().SendMessageAsync(new("late"));
        await bus.AdvanceAsync(TimeSpan.FromHours(1));
        var number = bus.Bus.Peek(EntityPath.DeadLetters(TestBus.Queue)).Single().SequenceNumber;
        Assert.True(await bus.Bus.ReplayAsync(TestBus.Queue, number, default));
        await using var next = await bus.KillAndStartAsync();
        Assert.Equal(
            next.Clock.GetUtcNow().AddHours(1), Assert.Single(next.Bus.Peek(TestBus.Queue)).ExpiresAt);
        await next.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Empty(next.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task Peek_ByState_ShowsThoseAlone()
    {
        await using var bus = await TestBus.StartAsync(storage);
        await bus.Sender().SendMessagesAsync([new("deferred"), new("active")]);
        await bus.Sender().ScheduleMessageAsync(new("scheduled"), bus.Clock.GetUtcNow().AddHours(1));
        await bus.Receiver().DeferMessageAsync(await bus.ReceiveNowAsync());
        foreach (var state in Enum.GetValues<Azure.Messaging.ServiceBus.ServiceBusMessageState>())
        {
            var seen = Assert.Single(bus.Bus.Peek(TestBus.Queue, state: state));
            Assert.Equal(state.ToString(), seen.Body.ToString(), ignoreCase: true);
        }
    }

    [Fact]
    public async Task Entities_AreListedWithWhatTheyPromise()
    {
        var options = new EntityOptions { MaxDeliveryCount = 3 };
        await using var bus = await TestBus.StartAsync(storage, options);
        Assert.Equal(
            ["events/Subscriptions/first", "events/Subscriptions/second", "work"],
            bus.Bus.Entities().Select(entity => entity.Path));
        Assert.All(bus.Bus.Entities(), entity => Assert.Equal(3, entity.Options.MaxDeliveryCount));
    }
}

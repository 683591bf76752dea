using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>
/// The host dies at every storage call of a life that defers, keeps a session's state, cancels, and lets expire: what
/// was acknowledged holds in the next life, and every message is in one place.
/// </summary>
public sealed class StateSweepTests(StorageFixture storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dying_AtAnyStorageCall_LeavesWhatWasAcknowledged(bool afterTheCall)
    {
        var call = 1;
        while (await DieAndLookAsync(call, afterTheCall))
            call++;
        Assert.InRange(call, 14, 100); // Table, load, numbers, five sends, two counts, four changes: none is shorter.
    }

    /// <summary>One life that ends at a call and a look at what it left; false when it got to its end.</summary>
    private async Task<bool> DieAndLookAsync(int call, bool afterTheCall)
    {
        await using var scope = storage.Scope();
        using var clock = new ManualClock(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var death = new DyingPolicy(call, afterTheCall);
        var first = TestBus.Over(scope, clock, death, Declare);
        var acknowledged = await LiveAsync(first, death);
        await first.Bus.DisposeAsync();

        var second = TestBus.Over(scope, clock, faults: null, Declare);
        await second.Bus.StartAsync(default);
        await second.Quiescence.WhenQuiet(default);
        await CheckAsync(second, acknowledged);
        await second.Bus.DisposeAsync();
        return death.Happened.IsCompleted;
    }

    private static void Declare(LocalServiceBus bus)
    {
        bus.DeclareQueue("mortal", new EntityOptions { DeadLettersExpired = true, DefaultTimeToLive = Hour });
        bus.DeclareQueue("talks", new EntityOptions { RequiresSession = true });
    }

    /// <summary>Goes on until it dies; returns the steps that were acknowledged.</summary>
    private static async Task<HashSet<string>> LiveAsync(TestBus bus, DyingPolicy death)
    {
        var acknowledged = new HashSet<string>();
        try
        {
            await bus.Bus.StartAsync(default);
            foreach (var (step, act) in Steps(bus, death))
            {
                await act();
                acknowledged.Add(step);
            }
        }
        catch (Exception dead) when (dead is Azure.RequestFailedException or DiedException)
        {
            // Whoever asked does not know.
        }
        return acknowledged;
    }

    private static IEnumerable<(string Step, Func<Task> Act)> Steps(TestBus bus, DyingPolicy death)
    {
        yield return ("send", () => bus.Sender().SendMessageAsync(new("aside")));
        yield return ("defer", async () => await bus.Receiver().DeferMessageAsync(await bus.ReceiveNowAsync()));
        yield return ("talk", () => bus.Sender("talks").SendMessageAsync(new("hello") { SessionId = "a" }));
        yield return ("state", async () =>
        {
            await using var session = await bus.Client.AcceptSessionAsync("talks", "a");
            await session.SetSessionStateAsync(BinaryData.FromString("heard"));
            await session.CompleteMessageAsync(await session.ReceiveMessageAsync());
        }
        );
        yield return ("cancel", async () =>
        {
            var number = await bus.Sender().ScheduleMessageAsync(new("never"), bus.Clock.GetUtcNow() + 9 * Hour);
            await bus.Sender().CancelScheduledMessageAsync(number);
        }
        );
        yield return ("short", () => bus.Sender("mortal").SendMessageAsync(new("short")));
        yield return ("expire", () => Task.WhenAny(bus.AdvanceAsync(Hour), death.Happened));
    }

    private static async Task CheckAsync(TestBus bus, HashSet<string> acknowledged)
    {
        var aside = bus.Bus.Peek(TestBus.Queue).Where(message => message.Body.ToString() == "aside").ToList();
        Assert.True(aside.Count == 1 || !acknowledged.Contains("send"));
        if (acknowledged.Contains("defer"))
            Assert.Equal(ServiceBusMessageState.Deferred, Assert.Single(aside).State);
        if (acknowledged.Contains("cancel"))
            Assert.Equal(0, bus.Bus.Counts().Sum(count => count.Scheduled));
        if (acknowledged.Contains("short") && bus.Clock.GetUtcNow().Hour > 9)
            Assert.Single(bus.Bus.Peek(EntityPath.DeadLetters("mortal")));
        if (acknowledged.Contains("talk"))
            await CheckTalkAsync(bus, acknowledged.Contains("state"));
    }

    /// <summary>The state is kept before the message is completed: a message that is gone was heard.</summary>
    private static async Task CheckTalkAsync(TestBus bus, bool isAcknowledged)
    {
        await using var session = await bus.Client.AcceptSessionAsync("talks", "a");
        var isHeard = (await session.GetSessionStateAsync())?.ToString() == "heard";
        var isGone = await session.ReceiveMessageAsync(TimeSpan.Zero) is null;
        Assert.True(isHeard || !isGone);
        Assert.True(isGone || !isAcknowledged);
    }
}

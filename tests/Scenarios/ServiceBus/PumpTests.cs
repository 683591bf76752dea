using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

public sealed class PumpTests(StorageFixture storage)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly EntityOptions Sessions = new() { RequiresSession = true };

    [Fact]
    public async Task Sessions_RunSideBySide_AsManyAsAllowed_EachInOrder()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var (seen, mostOfAll) = (new ConcurrentQueue<string>(), new Most());
        var perSession = new ConcurrentDictionary<string, Most>();
        bus.Bus.Subscribe(TestBus.Queue, new PumpOptions(2), async (deliveries, _) =>
        {
            var session = deliveries.Session!.Id;
            using var one = perSession.GetOrAdd(session, _ => new Most()).Enter();
            using var all = mostOfAll.Enter();
            for (var step = 0; step < 20; step++)
                await Task.Yield();
            seen.Enqueue(deliveries.Messages[0].Message.Body.ToString());
        });
        string[] sessions = ["a", "b", "c"];
        for (var turn = 0; turn < 5; turn++)
            await bus.Sender().SendMessagesAsync(sessions.Select(id => Of(id, $"{id}{turn}")));
        await bus.Quiescence.WhenQuiet(default);
        foreach (var id in sessions)
            Assert.Equal(Enumerable.Range(0, 5).Select(turn => $"{id}{turn}"), seen.Where(body => body[0] == id[0]));
        Assert.All(perSession.Values, most => Assert.Equal(1, most.Reached));
        Assert.InRange(mostOfAll.Reached, 1, 2);
    }

    [Fact]
    public async Task Session_WhoseMessageFails_GivesItAgainBeforeTheNext()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var seen = new ConcurrentQueue<string>();
        bus.Bus.Subscribe(TestBus.Queue, new PumpOptions(4), (deliveries, _) =>
        {
            var message = deliveries.Messages[0].Message;
            seen.Enqueue($"{message.Body} {message.DeliveryCount}");
            return message.DeliveryCount < 3 && message.Body.ToString() == "1"
                ? throw new InvalidOperationException("Not now.")
                : Task.CompletedTask;
        });
        await bus.Sender().SendMessagesAsync([Of("a", "1"), Of("a", "2")]);
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal(["1 1", "1 2", "1 3", "2 1"], seen);
    }

    [Fact]
    public async Task Lock_IsRenewed_WhileAHandlerRuns_AsLongAsAllowed()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var (deliveries, mayEnd) = (new ConcurrentQueue<int>(), new TaskCompletionSource());
        var again = new TaskCompletionSource();
        bus.Bus.Subscribe(
            TestBus.Queue,
            new PumpOptions(MaxConcurrent: 2) { MaxLockRenewal = 5 * Minute },
            async (delivered, _) =>
            {
                deliveries.Enqueue(delivered.Messages[0].Message.DeliveryCount);
                if (deliveries.Count == 2)
                    again.SetResult();
                await mayEnd.Task;
            });
        await bus.Sender().SendMessageAsync(new("slow"));
        await AdvanceRegardlessAsync(bus, 5 * Minute - TimeSpan.FromTicks(1));
        Assert.Equal(1, bus.Bus.Counts().Single(count => count.Path == TestBus.Queue).Locked);
        await AdvanceRegardlessAsync(bus, TimeSpan.FromTicks(1));
        await again.Task.WaitAsync(TimeSpan.FromSeconds(30));
        mayEnd.SetResult();
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal([1, 2], deliveries);
        Assert.Empty(bus.Bus.Peek(TestBus.Queue));
    }

    [Fact]
    public async Task Batch_ThatFails_IsGivenBackWhole_ExceptWhatWasSettled()
    {
        await using var bus = await TestBus.StartAsync(storage);
        var seen = new ConcurrentQueue<string>();
        await bus.Sender().SendMessagesAsync([new("1"), new("2"), new("3")]);
        bus.Bus.Subscribe(TestBus.Queue, new PumpOptions(1) { MaxBatch = 10 }, async (batch, ct) =>
        {
            seen.Enqueue(string.Join('+', batch.Messages.Select(one => one.Message.Body)));
            if (seen.Count > 1)
                return;
            await batch.Messages[1].Settlement.CompleteAsync(ct);
            throw new InvalidOperationException("Not the others.");
        });
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal("1+2+3", seen.First());
        Assert.Equal(["1", "3"], seen.Skip(1).SelectMany(batch => batch.Split('+')));
    }

    [Fact]
    public async Task Session_LeftUnsettled_StaysLocked_UntilItsLockRunsOut()
    {
        await using var bus = await TestBus.StartAsync(storage, Sessions);
        var seen = new ConcurrentQueue<int>();
        bus.Bus.Subscribe(
            TestBus.Queue, new PumpOptions(2) { CompletesAutomatically = false }, async (deliveries, ct) =>
            {
                var (message, settlement) = deliveries.Messages[0];
                seen.Enqueue(message.DeliveryCount);
                if (message.DeliveryCount == 2)
                    await settlement.CompleteAsync(ct);
            });
        await bus.Sender().SendMessageAsync(Of("a", "1"));
        await bus.Quiescence.WhenQuiet(default);
        Assert.Equal([1], seen);
        await bus.AdvanceAsync(Minute);
        Assert.Equal([1, 2], seen);
    }

    private static ServiceBusMessage Of(string session, string body) => new(body) { SessionId = session };

    /// <summary>Moves the clock although handlers run, which a host does not.</summary>
    private static Task AdvanceRegardlessAsync(TestBus bus, TimeSpan by) =>
        bus.Clock.AdvanceAsync(by, new Quiescence(), default);

    /// <summary>The most that were inside at a time.</summary>
    private sealed class Most
    {
        private readonly Lock _lock = new();
        private int _inside;

        public int Reached { get; private set; }

        public IDisposable Enter()
        {
            lock (_lock)
                Reached = Math.Max(Reached, ++_inside);
            return new Exit(this);
        }

        private sealed class Exit(Most most) : IDisposable
        {
            public void Dispose()
            {
                lock (most._lock)
                    most._inside--;
            }
        }
    }
}

using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.ServiceBus;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceBus;

/// <summary>The host dies at every storage call, before it and after it: nothing acknowledged is lost.</summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private static readonly string[] Subscriptions =
        [EntityPath.Subscription(TestBus.Topic, "first"), EntityPath.Subscription(TestBus.Topic, "second")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dying_AtAnyStorageCall_LosesNothingAcknowledged(bool afterTheCall)
    {
        var call = 1;
        while (await DieAndGoOnAsync(call, afterTheCall))
            call++;
        Assert.InRange(call, 12, 100); // Table, load, numbers, three sends, six settlements: no flow is shorter.
    }

    /// <summary>One life that ends at a call and a second that finishes; false when the first got to its end.</summary>
    private async Task<bool> DieAndGoOnAsync(int call, bool afterTheCall)
    {
        await using var scope = storage.Scope();
        using var clock = new ManualClock(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
        var death = new DyingPolicy(call, afterTheCall);
        var first = new Life(TestBus.Over(scope, clock, death));
        var acknowledged = await first.LiveAsync();
        await Task.WhenAny(first.Bus.Quiescence.WhenQuiet(default), death.Happened);
        await first.Bus.Bus.DisposeAsync();

        var second = new Life(TestBus.Over(scope, clock, faults: null));
        await second.StartAsync();
        await second.Bus.Quiescence.WhenQuiet(default);
        Check(first, second, acknowledged);
        await second.Bus.Bus.DisposeAsync();
        return death.Happened.IsCompleted;
    }

    private static void Check(Life first, Life second, List<string> acknowledged)
    {
        foreach (var subscription in Subscriptions)
        {
            var handled = first.HandledBy(subscription).Union(second.HandledBy(subscription)).ToHashSet();
            Assert.Superset(acknowledged.ToHashSet(), handled);
            Assert.Empty(first.SettledBy(subscription).Intersect(second.HandledBy(subscription)));
        }
        var handledByOne = Subscriptions.Select(one => first.HandledBy(one).Union(second.HandledBy(one)).Order());
        Assert.Single(handledByOne.Select(messages => string.Join(' ', messages)).Distinct());
        Assert.All(second.Bus.Bus.Counts(), count => Assert.Equal(0, count.Active + count.Locked));
    }

    /// <summary>A host with handlers: the first delivery of "2" fails, "3" is put among the dead letters.</summary>
    private sealed class Life(TestBus bus)
    {
        private readonly ConcurrentBag<(string Subscription, string Message)> _handled = [];
        private readonly ConcurrentBag<(string Subscription, string Message)> _settled = [];

        public TestBus Bus { get; } = bus;

        public IEnumerable<string> HandledBy(string subscription) => Of(_handled, subscription);

        public IEnumerable<string> SettledBy(string subscription) => Of(_settled, subscription);

        public async Task StartAsync()
        {
            foreach (var subscription in Subscriptions)
                Bus.Bus.Subscribe(subscription, (m, s, ct) => HandleAsync(subscription, m, s, ct), maxConcurrent: 1);
            await Bus.Bus.StartAsync(default);
        }

        /// <summary>Starts and sends until it dies; returns what was acknowledged.</summary>
        public async Task<List<string>> LiveAsync()
        {
            var acknowledged = new List<string>();
            try
            {
                await StartAsync();
                foreach (var body in (string[])["1", "2", "3"])
                {
                    await Bus.Sender(TestBus.Topic).SendMessageAsync(new(body));
                    acknowledged.Add(body);
                }
            }
            catch (Exception dead) when (dead is Azure.RequestFailedException or DiedException)
            {
                // Whoever sent it does not know, and may send it again.
            }
            return acknowledged;
        }

        private static IEnumerable<string> Of(IEnumerable<(string Subscription, string Message)> all, string one) =>
            all.Where(entry => entry.Subscription == one).Select(entry => entry.Message);

        private async Task HandleAsync(
            string subscription, ServiceBusReceivedMessage message, MessageSettlement settlement, CancellationToken ct)
        {
            var body = message.Body.ToString();
            if (body == "2" && message.DeliveryCount == 1)
                throw new InvalidOperationException("Not at first.");
            _handled.Add((subscription, body));
            if (body == "3")
                await settlement.DeadLetterAsync("unwanted", cancellationToken: ct);
            else
                await settlement.CompleteAsync(ct);
            _settled.Add((subscription, body));
        }
    }
}

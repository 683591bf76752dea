using ItsmServerless.Events;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Local.Clock;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Events;

/// <summary>Numbers of the change feed, whatever the bus and the processes do.</summary>
public sealed class NumberingTests(StorageFixture storage)
{
    [Fact]
    public async Task Events_DoubledAndInAnyOrder_InTwoProcesses_AreNumberedOnce_WithoutGaps()
    {
        await using var rig = new FeedRig(storage);
        var (one, other) = (await rig.BeginAsync(), rig.Process());
        var events = new List<PublishedEvent>();
        for (var number = 0; number < 60; number++) events.AddRange(await FeedRig.IncidentAsync(one, $"incident {number}", 5));
        var deliveries = events.Concat(events).Concat(events.Take(50)).ToArray();
        Random.Shared.Shuffle(deliveries);

        await Task.WhenAll(
            DeliverAsync(one, deliveries.Where((_, index) => index % 2 == 0)),
            DeliverAsync(other, deliveries.Where((_, index) => index % 2 == 1)));

        await AssertComplete(rig.Process(), events);
        Random.Shared.Shuffle(deliveries);
        await DeliverAsync(rig.Process(), deliveries.Take(100)); // Much later, by a process that knows nothing.
        await AssertComplete(rig.Process(), events);
    }

    /// <summary>Across the end of a stretch of 250 numbers, at every storage call.</summary>
    [Theory]
    [InlineData(nameof(Fault.DieBefore))]
    [InlineData(nameof(Fault.DieAfter))]
    [InlineData(nameof(Fault.LoseAnswer))]
    public async Task Process_ThatStopsAnywhere_NumbersEachOnce(string fault)
    {
        await using var rig = new FeedRig(storage);
        var process = await rig.BeginAsync();
        var events = new List<PublishedEvent>();
        for (var call = 1; call <= 18; call++)
        {
            var before = await FeedRig.IncidentAsync(process, $"long {call}", call == 1 ? 249 : 247);
            var last = await FeedRig.IncidentAsync(process, $"short {call}", 3);
            events.AddRange([.. before, .. last]);
            await rig.Process().Get<EventNumbering>().Take(before[^1], default);
            var dying = rig.Process();
            dying.Faults.Set(call, Enum.Parse<Fault>(fault));
            await TryAsync(dying, last[^1]);
            await DeliverAsync(rig.Process(), last);
        }

        await AssertComplete(rig.Process(), events);
    }

    [Fact]
    public async Task Reader_SeesEveryNumberInOrder_WhileOthersNumber()
    {
        await using var rig = new FeedRig(storage);
        var process = await rig.BeginAsync();
        var events = new List<PublishedEvent>();
        for (var number = 0; number < 40; number++) events.AddRange(await FeedRig.IncidentAsync(process, $"incident {number}", 7));
        var seen = new List<long>();

        var writing = Task.WhenAll(DeliverAsync(process, events), DeliverAsync(rig.Process(), events.AsEnumerable().Reverse()));
        var reader = rig.Process();
        while (seen.Count < events.Count)
            seen.AddRange((await FeedRig.ReadAsync(reader, Random.Shared.Next(1, 60), seen.Count)).Select(view => view.Sequence));
        await writing;

        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), seen);
    }

    [Fact]
    public async Task Events_OlderThanTheyAreKept_Go_AndTheReaderIsToldWhereToGoOn()
    {
        await using var rig = new FeedRig(storage);
        var old = await rig.BeginAsync(At(0));
        await DeliverAsync(old, [(await FeedRig.IncidentAsync(old, "old", 500))[^1]]);
        var middle = rig.Process(At(days: 20));
        await DeliverAsync(middle, [(await FeedRig.IncidentAsync(middle, "middle", 240))[^1]]);
        var process = rig.Process(At(days: 31));
        await DeliverAsync(process, [(await FeedRig.IncidentAsync(process, "new", 20))[^1]]);

        var expired = await process.Get<EventFeed>().Read(FeedRig.Tenant, new(499, false, [], 50, Duration.Zero), default);
        var kept = await FeedRig.ReadAsync(process);

        Assert.Equal(ProblemCode.EventsExpired, expired.Problem?.Code);
        Assert.Contains("after=500", expired.Problem!.Detail, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(501, 260).Select(number => (long)number), kept.Select(view => view.Sequence));
        await DeliverAsync(rig.Process(At(days: 31)), await FeedRig.IncidentAsync(process, "old", 500));
        Assert.Equal(760, (await FeedRig.ReadAsync(process))[^1].Sequence);
    }

    private static ManualClock At(int days) => new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero).AddDays(days));

    private static Task DeliverAsync(KernelUnderTest process, IEnumerable<PublishedEvent> events) =>
        Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (published, cancel) => await process.Get<EventNumbering>().Take(published, cancel));

    private static async Task TryAsync(KernelUnderTest process, PublishedEvent published)
    {
        try
        {
            await process.Get<EventNumbering>().Take(published, default);
        }
        catch (ProcessDied)
        {
            return; // The bus delivers again, elsewhere.
        }
    }

    private static async Task AssertComplete(KernelUnderTest process, IReadOnlyCollection<PublishedEvent> events)
    {
        var views = await FeedRig.ReadAsync(process);
        Assert.Equal(Enumerable.Range(1, events.Count).Select(number => (long)number), views.Select(view => view.Sequence));
        Assert.Equal(
            events.Select(published => published.Id).Order(StringComparer.Ordinal),
            views.Select(view => $"{view.Data.Record}/{view.Data.Sequence}").Order(StringComparer.Ordinal));
        Assert.All(views.GroupBy(view => view.Data.Record), record =>
            Assert.Equal(Enumerable.Range(1, record.Count()), record.Select(view => view.Data.Sequence)));
    }
}

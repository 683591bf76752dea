using System.Collections.Immutable;
using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel;

public sealed class EventLogRulesTests
{
    private static readonly RecordId Id = RecordId.From("cnt_01JD0000000000000000000000");
    private static readonly CommandContext Command =
        new(TenantId.From("ten_1"), Actor.System, CommandId.FromCause("test"), "", Instant.FromUnixTimeSeconds(100));

    [Fact]
    public void Events_AreNumberedAndChained()
    {
        var (after, stored) = Fold.Onto<Counter, CounterEvent>(Id, null, null, Command, [new Added(1), new Added(2)]);

        Assert.Equal(3, after.State.Total);
        Assert.Equal([1, 2], stored.Select(one => one.Sequence));
        Assert.Equal(new string('0', 64), stored[0].PreviousHash);
        Assert.Equal(stored[0].Hash, stored[1].PreviousHash);
        Assert.NotEqual(stored[0].Hash, stored[1].Hash);
    }

    [Fact]
    public void Time_NeverRunsBackwardsInARecord()
    {
        var head = new HeadRow(1, "counter", new string('a', 64), Instant.FromUnixTimeSeconds(200), "{\"total\":0}"u8.ToArray(), default);

        var (_, stored) = Fold.Onto<Counter, CounterEvent>(Id, head, head.As<Counter>(Id), Command, [new Added(1)]);

        Assert.Equal(Instant.FromUnixTimeSeconds(200), stored[0].At);
    }

    [Fact]
    public void StoredEvents_FoldToTheSameState()
    {
        var (after, stored) = Fold.Onto<Counter, CounterEvent>(Id, null, null, Command, [new Added(5), new Added(7)]);

        Assert.Equal(after, Fold.All<Counter, CounterEvent>(Id, stored));
    }

    [Fact]
    public void Rows_ThatNoLongerStand_AreRemoved()
    {
        var change = RowChange.Between([Row("a"), Row("b")], [Row("b"), Row("c")]);

        Assert.Equal(["b", "c"], change.Put.Select(row => row.Row));
        Assert.Equal(["a"], change.Remove.Select(row => row.Row));
    }

    [Fact]
    public void Rows_ThatACommandDidNotChange_AreNotWritten()
    {
        var change = RowChange.By([Row("a", 1), Row("b", 1), Row("c", 1)], [Row("a", 1), Row("b", 2), Row("d", 1)]);

        Assert.Equal(["b", "d"], change.Put.Select(row => row.Row));
        Assert.Equal(["c"], change.Remove.Select(row => row.Row));
    }

    [Fact]
    public void Transaction_ThatTableStorageCannotHold_IsRefused()
    {
        var (after, stored) = Fold.Onto<Counter, CounterEvent>(Id, null, null, Command, [.. Enumerable.Repeat(new Added(1), 99)]);
        Assert.Equal(ProblemCode.PayloadTooLarge, Transaction.Of(Id, "counter", Command, null, after.State, stored).Problem?.Code);

        var large = JsonSerializer.SerializeToElement(new string('x', 1 << 20));
        ImmutableArray<StoredEvent> one = [stored[0] with { Data = large }];
        Assert.Equal(ProblemCode.PayloadTooLarge, Transaction.Of(Id, "counter", Command, null, after.State, one).Problem?.Code);
    }

    private static ListRow Row(string key, int value = 0) =>
        new("open", "counter", key, new Dictionary<string, object> { ["Value"] = value });

    private sealed record Counter(int Total) : IRecord<Counter, CounterEvent>
    {
        public static string Practice => "counter";

        public static Counter Apply(Counter? state, Recorded<CounterEvent> recorded) =>
            new((state?.Total ?? 0) + ((Added)recorded.Event).Amount);
    }

    private abstract record CounterEvent;

    [EventType("counter.added")]
    private sealed record Added(int Amount) : CounterEvent;
}

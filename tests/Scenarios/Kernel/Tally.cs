using System.Collections.Immutable;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>The smallest record with a list: a counter that is listed by its last change.</summary>
internal sealed record Tally(RecordId Id, int Total, Instant At) : IRecord<Tally, TallyEvent>
{
    public static string Practice => "tally";

    public static Tally Apply(Tally? state, Recorded<TallyEvent> recorded) =>
        new(recorded.Record, (state?.Total ?? 0) + ((TallyAdded)recorded.Event).Amount, recorded.At);

    public static IEnumerable<ListRow> Rows(Tally state) =>
        [new(TableNames.Open, "tally", RowKeys.NewestFirst(state.At, state.Id), ImmutableDictionary<string, object>.Empty.Add("Total", state.Total))];

    public static Decision<TallyEvent> Begin(Tally? state) => state is null ? new TallyAdded(1) : Problem.NotFound("fresh tally");

    public static Decision<TallyEvent> Add(Tally? state) => state is null ? Problem.NotFound("tally") : new TallyAdded(1);
}

internal abstract record TallyEvent;

[EventType("tally.added")]
internal sealed record TallyAdded(int Amount) : TallyEvent;

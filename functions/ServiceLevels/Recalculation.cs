using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>The application of an agreement's newest version to what was reported before it, or the question what that
/// would change.</summary>
/// <param name="Number">1 for the first of an agreement; no gaps.</param>
/// <param name="Request">What asked for it: the same for the same Idempotency-Key.</param>
/// <param name="From">Incidents reported from then on are looked at.</param>
/// <param name="DryRun">Whether it only asks.</param>
/// <param name="Done">How many incidents were looked at.</param>
/// <param name="Total">How many there are; null while they are being counted.</param>
public sealed record Recalculation(
    RecordId Id, string Agreement, int Number, RecordId Request, int AgreementVersion, int CalendarVersion,
    Instant From, bool DryRun, RecalculationState State, int Done, int? Total, RecalculationDifference Difference,
    Instant StartedAt, Instant? CompletedAt) : IRecord<Recalculation, RecalculationEvent>
{
    /// <summary>The prefix of recalculations' ids.</summary>
    public const string Prefix = "rcl";

    /// <inheritdoc/>
    public static string Practice => "recalculation";

    /// <summary>The recalculation of a number: two that begin at once meet in it.</summary>
    public static RecordId IdOf(TenantId tenant, string agreement, int number) =>
        UlidText.FromKey(Prefix, tenant, $"{agreement}/{number}");

    /// <summary>The partition of the list rows of an agreement's recalculations, newest first.</summary>
    public static string ListPartition(string agreement) => $"recalculation|{agreement}";

    /// <inheritdoc/>
    public static Recalculation Apply(
        Recalculation? state, Recorded<RecalculationEvent> recorded) => recorded.Event switch
        {
            RecalculationStarted e => new(
                recorded.Record, e.Agreement, e.Number, e.Request, e.AgreementVersion, e.CalendarVersion, e.From, e.DryRun,
                RecalculationState.Running, 0, null, RecalculationDifference.None, recorded.At, null),
            RecalculationProgressed e => state! with { Done = e.Done, Total = e.Total, Difference = e.Difference },
            RecalculationCompleted => state! with { State = RecalculationState.Completed, CompletedAt = recorded.At },
            RecalculationFailed => state! with { State = RecalculationState.Failed, CompletedAt = recorded.At },
            _ => throw new InvalidDataException($"{recorded.Record}: {recorded.Event.GetType().Name} is unknown."),
        };

    /// <inheritdoc/>
    public static IEnumerable<ListRow> Rows(Recalculation state) =>
    [
        new(
            TableNames.Settings, ListPartition(state.Agreement), $"{int.MaxValue - state.Number:D10}",
            SettingsRow.Of(state)),
    ];
}

/// <summary>What happens to a recalculation.</summary>
public abstract record RecalculationEvent;

/// <summary>Somebody asked for it. Always the first event.</summary>
[EventType("recalculation.started")]
public sealed record RecalculationStarted(
    string Agreement, int Number, RecordId Request, int AgreementVersion, int CalendarVersion, Instant From,
    bool DryRun) : RecalculationEvent;

/// <summary>So many incidents were looked at by now, with this difference in all.</summary>
[EventType("recalculation.progressed")]
public sealed record RecalculationProgressed(
    int Done, int Total, RecalculationDifference Difference) : RecalculationEvent;

/// <summary>All incidents were looked at.</summary>
[EventType("recalculation.completed")]
public sealed record RecalculationCompleted : RecalculationEvent;

/// <summary>It ended before all incidents were looked at; what was done stays. Another may be started.</summary>
[EventType("recalculation.failed")]
public sealed record RecalculationFailed : RecalculationEvent;

/// <summary>How a recalculation stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RecalculationState>))]
public enum RecalculationState
{
    /// <summary>Incidents are being looked at.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>All were.</summary>
    [JsonStringEnumMemberName("completed")] Completed,
    /// <summary>It ended early.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>What a recalculation changes, added up.</summary>
/// <param name="Records">Incidents that have clocks of the agreement, before or after.</param>
/// <param name="Clocks">Their clocks of it.</param>
/// <param name="Changed">Those of them that stand otherwise than before.</param>
public sealed record RecalculationDifference(
    int Records, int Clocks, int Changed, BeforeAfter Met, BeforeAfter Breached)
{
    /// <summary>Nothing.</summary>
    public static RecalculationDifference None { get; } = new(0, 0, 0, new(0, 0), new(0, 0));

    /// <summary>Of one incident.</summary>
    public static RecalculationDifference Of(IReadOnlyCollection<RecalculatedClock> clocks) => new(
        clocks.Count > 0 ? 1 : 0, clocks.Count, clocks.Count(clock => clock.IsChanged),
        Count(clocks, ClockState.Met), Count(clocks, ClockState.Breached));

    /// <summary>Both together.</summary>
    public RecalculationDifference Plus(RecalculationDifference other) => new(
        Records + other.Records, Clocks + other.Clocks, Changed + other.Changed, Met.Plus(other.Met),
        Breached.Plus(other.Breached));

    private static BeforeAfter Count(IReadOnlyCollection<RecalculatedClock> clocks, ClockState state) => new(
        clocks.Count(clock => clock.Before?.State == state), clocks.Count(clock => clock.After?.State == state));
}

/// <summary>A number before a recalculation, and after it.</summary>
public sealed record BeforeAfter(int Before, int After)
{
    /// <summary>Both together.</summary>
    public BeforeAfter Plus(BeforeAfter other) => new(Before + other.Before, After + other.After);
}

using ItsmServerless.Local.Durable.History;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>About how many characters are held in memory.</summary>
internal static class Weight
{
    private const int OfARecord = 100;

    public static long Of(InstanceState state) => OfARecord * (1L + state.Open.Count)
        + Of(state.Input) + Of(state.Output) + Of(state.CustomStatus) + state.Carried.Sum(Of);

    public static long Of(IEnumerable<Turn> turns) => turns.Sum(turn => OfARecord + turn.Events.Sum(Of));

    private static long Of(HistoryEvent happened) => OfARecord + happened switch
    {
        TaskCompleted completed => Of(completed.Result),
        TaskFailed failed => Of(failed.Failure.ErrorMessage) + Of(failed.Failure.StackTrace),
        EventRaised raised => Of(raised.Payload),
        ActivityScheduled scheduled => Of(scheduled.Input),
        SubOrchestrationScheduled scheduled => Of(scheduled.Input),
        EventSent sent => Of(sent.Payload),
        _ => 0,
    };

    private static long Of(string? text) => text?.Length ?? 0;
}

using System.Text.Json;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Durable.History;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>A history as it is stored: a row for everything that was received, and for every step taken.</summary>
internal static class HistoryTable
{
    private static readonly string[] Columns = ["Turn", "At", "Happened", "Detail"];

    /// <summary>Its last turns, in order.</summary>
    public static Html Of(IReadOnlyList<Turn> turns, int most) => Elements.Table(
        Columns,
        [.. from turn in turns.Index().TakeLast(most)
            from happened in turn.Item.Events
            select Row(turn.Index + 1, turn.Item, happened)],
        Html.Of($"No history yet: the orchestrator has not run."));

    private static Html[] Row(int number, Turn turn, HistoryEvent happened) =>
    [
        Html.Of($"{number}"),
        Html.Text(Moment.Plain(turn.At)),
        Html.Of($"<span class=\"kind\">{(happened is StepTaken ? "step" : "received")}</span> {Title(happened)}"),
        Elements.Fold("Show", Elements.Source(PrettyJson.Of(JsonSerializer.Serialize(happened, DeskEndpoints.Json)))),
    ];

    private static string Title(HistoryEvent happened) => happened switch
    {
        EventRaised raised => $"event '{raised.Name}'",
        TaskCompleted completed => $"step {completed.Id} completed",
        TaskFailed failed => $"step {failed.Id} failed",
        TimerFired fired => $"step {fired.Id}: its time came",
        StepTaken step => $"step {step.Id}: {step.Title}",
        _ => happened.GetType().Name,
    };
}

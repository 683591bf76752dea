using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Timers;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>Every function of the app with its trigger, its last run and its next.</summary>
internal sealed class FunctionsTable(FunctionCatalog catalog, FunctionRuns runs, TimerTriggers timers, Layout layout)
{
    private static readonly string[] Columns = ["Function", "Trigger", "Of", "Runs", "Last run", "Next run"];

    /// <summary>All of them: those that start by themselves first, then by name.</summary>
    public Html Draw()
    {
        var next = timers.Occurrences().ToDictionary(timer => timer.Function, timer => timer.Next);
        var rows = catalog.Functions
            .OrderByDescending(function => next.ContainsKey(function.Name))
            .ThenBy(TriggerText.Kind, StringComparer.Ordinal)
            .Select(function => Row(function, next.GetValueOrDefault(function.Name)));
        return Elements.Table(Columns, [.. rows], Html.Of($"This app has no functions."));
    }

    private Html[] Row(LocalFunction function, DateTimeOffset? next)
    {
        var run = runs.Last(function.Name);
        return
        [
            Html.Text(function.Name),
            Html.Text(TriggerText.Kind(function)),
            TriggerText.Detail(function),
            Count(run),
            run is null ? Html.Of($"<span class=\"hint\">not since the start</span>") : Moment.Of(run.At, layout.Now),
            next is null ? Html.None : Moment.Of(next, layout.Now),
        ];
    }

    private static Html Count(FunctionRuns.Run? run) => run switch
    {
        null => Html.Of($"0"),
        { Failures: 0 } => Html.Of($"{run.Count}"),
        _ => Html.Of($"{run.Count} <span class=\"badge bad\" title=\"{run.Failure}\">{run.Failures} failed</span>"),
    };
}

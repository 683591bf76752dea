using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Timers;

namespace ItsmServerless.Local.Desk.Overview;

/// <summary>The functions of the app with their triggers, their last runs and their next.</summary>
internal sealed class FunctionsPage(FunctionCatalog catalog, FunctionRuns runs, TimerTriggers timers, Layout layout)
{
    private static readonly string[] Columns = ["Function", "Of", "Runs", "Last run", "Next run"];

    /// <summary>Shows all of them, by what starts them.</summary>
    public IResult Show(HttpContext http)
    {
        var kinds = catalog.Functions.GroupBy(TriggerText.Kind).OrderBy(kind => kind.Key == "HTTP");
        var body = Html.Join(kinds.Select(kind => Elements.Section(kind.Key, Table(kind))));
        return layout.Page(http, "/functions", "Functions", body);
    }

    /// <summary>Those that start by themselves: by the clock, or by a message.</summary>
    public Html ThatStartByThemselves() => Table(catalog.Functions.Where(TriggerText.IsByItself));

    private Html Table(IEnumerable<LocalFunction> functions)
    {
        var next = timers.Occurrences().ToDictionary(timer => timer.Function, timer => timer.Next);
        return Elements.Table(
            Columns,
            [.. functions.Select(function => Row(function, next.GetValueOrDefault(function.Name)))],
            Html.Of($"This app has none."));
    }

    private Html[] Row(LocalFunction function, DateTimeOffset? next)
    {
        var run = runs.Last(function.Name);
        return
        [
            Html.Text(function.Name),
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

using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Time;

/// <summary>The clock, what is due next, and how to get there.</summary>
internal sealed class ClockPage(DeskDue due, LocalEnvironment environment, Layout layout)
{
    private const string Section = "/clock";
    private const int MostDue = 30;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);
    private static readonly string[] Presets = ["15 min", "1 h", "8 h", "1 d", "7 d"];

    /// <summary>Shows it.</summary>
    public IResult Show(HttpContext http)
    {
        var next = due.Next(MostDue);
        var body = Html.Of(
            $"""
            <p class="reading"><time datetime="{layout.Now.ToString("O")}">{Moment.Plain(layout.Now)}</time></p>
            {(environment.ManualClock is null ? OfSystem() : Forms())}
            {Elements.Section("Due next", Table(next))}
            """);
        return layout.Page(http, Section, "Clock", body);
    }

    /// <summary>Rows for some of what waits for its time.</summary>
    public Html Table(IReadOnlyList<DeskDue.Due> some) => Elements.Table(
        ["When", "What", "Which"],
        [.. some.Select(one => new[] { Moment.Of(one.At, layout.Now), Html.Text(one.Kind), one.What })],
        Html.Of($"Nothing waits for its time: no timer, no scheduled message, no timer function."));

    /// <summary>Advances it as a form asks, and leads back when all that became due has run.</summary>
    public async Task<IResult> AdvanceAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (environment.ManualClock is not { } clock)
            return Notice.Refused(http, Section, "The host follows the system's clock; start it with --clock manual.");
        var by = form.Field("to") == "next" ? ToNext() : HumanDuration.Parse(form.Field("by"));
        if (by is not { } span || span > Longest)
        {
            return Notice.Refused(
                http, Section,
                $"\"{form.Field("by")}\" is no duration such as PT4H or 2 d 30 min, of ten years or less.");
        }
        await clock.AdvanceAsync(span, environment.Quiescence, http.RequestAborted);
        return Notice.Done(http, Section, $"The clock was advanced by {Moment.Span(span)}; what became due has run.");
    }

    /// <summary>How far it is to what comes next; nothing when nothing does.</summary>
    private TimeSpan ToNext() => due.Next(MostDue).Select(one => one.At - layout.Now)
        .FirstOrDefault(wait => wait > TimeSpan.Zero);

    private static Html OfSystem() => Html.Of(
        $"""
        <p>This host follows the system's clock. To move time by hand, start it with
        <code>dotnet run --project infra/local -- --clock manual</code>.</p>
        """);

    private static Html Forms() => Html.Of(
        $"""
        <section class="box"><h2>Advance</h2>
        <form method="post" action="/_local/clock/advance" class="filter">
        <label>By <input name="by" value="1 h" required autocomplete="off"></label><button>Advance</button>
        <span class="hint">ISO 8601 such as PT4H, or plainly: 2 d 30 min</span></form>
        <div class="buttons">{Presets.Select(Preset)}
        <form method="post" action="/_local/clock/advance">
        <button class="quiet" name="to" value="next">To the next due thing</button></form>
        </div></section>
        """);

    private static Html Preset(string by) => Html.Of(
        $"""
        <form method="post" action="/_local/clock/advance">
        <button class="quiet" name="by" value="{by}">+ {by}</button></form>
        """);
}

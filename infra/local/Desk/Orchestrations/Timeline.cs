using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>Draws a story: a line per episode, with a bar where it lies in time.</summary>
internal static class Timeline
{
    private const int Width = 1000;
    private const int NarrowestBar = 8;

    /// <summary>All of it.</summary>
    /// <param name="episodes">In the order they began.</param>
    /// <param name="began">When the orchestration was created.</param>
    /// <param name="until">When it was over, or now.</param>
    public static Html Draw(IReadOnlyList<Episode> episodes, DateTimeOffset began, DateTimeOffset until)
    {
        var scale = new TimeScale([began, until, .. episodes.SelectMany(Moments)], Width);
        return Html.Of(
            $"""
            <ol class="timeline"><li class="axis"><span>{Moment.Plain(scale.First)}</span>
            <span>{Moment.Plain(scale.Last)}</span></li>
            {episodes.Select(episode => Line(episode, scale, until))}</ol>
            <p class="hint">Long waits are drawn shorter than they are: the scale is logarithmic.</p>
            """);
    }

    private static IEnumerable<DateTimeOffset> Moments(Episode episode) =>
        new[] { episode.From, episode.To, episode.To is null ? episode.Due : null }.OfType<DateTimeOffset>();

    private static Html Line(Episode episode, TimeScale scale, DateTimeOffset until)
    {
        var start = scale.At(episode.From);
        var end = scale.At(episode.To ?? episode.Due ?? until);
        var width = Math.Max(NarrowestBar, end - start);
        return Html.Of(
            $"""
            <li><div class="label">{Label(episode)}</div>
            <svg class="bar" viewBox="0 0 {Width} 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="{Look(episode)}" x="{Math.Min(start, Width - width)}" y="1" width="{width}" height="8"/>
            {(episode.State == EpisodeState.Open ? Now(scale.At(until)) : Html.None)}</svg>
            <div class="span">{Length(episode, until)}</div></li>

            """);
    }

    /// <summary>How much of what is open lies behind.</summary>
    private static Html Now(int at) =>
        Html.Of($"<rect class=\"now\" x=\"{Math.Min(at, Width - NarrowestBar)}\" y=\"0\" width=\"3\" height=\"10\"/>");

    private static Html Label(Episode episode)
    {
        var attempt = episode.Attempt > 1 ? Elements.Badge("held", $"attempt {episode.Attempt}") : Html.None;
        var other = episode.Instance is { } id
            ? Html.Of($"<br>{Elements.Link(OrchestrationLinks.Page(id), Elements.Id(id))}")
            : Html.None;
        var why = episode.Failure is { } failure
            ? Html.Of($"<br><small class=\"failure\">{failure.ErrorType}: {failure.ErrorMessage}</small>")
            : Html.None;
        var kind = Kind(episode.Kind);
        return Html.Of($"<span class=\"kind\">{kind}</span> <b>{episode.Title}</b> {attempt}{other}{why}");
    }

    private static string Kind(EpisodeKind kind) => kind switch
    {
        EpisodeKind.Activity => "activity",
        EpisodeKind.Timer => "timer",
        EpisodeKind.SubOrchestration => "orchestration",
        EpisodeKind.Event => "event",
        EpisodeKind.Message => "message",
        _ => "control",
    };

    private static string Look(Episode episode) => episode.State switch
    {
        EpisodeState.Bad => "bad",
        EpisodeState.Left => "left",
        EpisodeState.Open => "open",
        _ when episode.Kind == EpisodeKind.Timer => "timer",
        _ when episode.Kind is EpisodeKind.Event or EpisodeKind.Message => "point",
        _ => "good",
    };

    private static Html Length(Episode episode, DateTimeOffset until) => episode switch
    {
        { State: EpisodeState.Open, Due: { } due } => Html.Of($"due {Moment.Relative(due, until)}"),
        { State: EpisodeState.Open } => Html.Of($"for {Moment.Span(until - episode.From)}"),
        { State: EpisodeState.Left } => Html.Of($"left"),
        { To: { } end } when end > episode.From => Html.Text(Moment.Span(end - episode.From)),
        { Kind: EpisodeKind.Activity or EpisodeKind.SubOrchestration } => Html.Of($"0 ms"),
        _ => Html.Text(episode.From.UtcDateTime.ToString("HH:mm:ss", null)),
    };
}

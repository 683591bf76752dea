using System.Text;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>One orchestration: its facts, its timeline, what can be done to it, and its history.</summary>
internal sealed class OrchestrationPage(DurableEngine engine, ParkedInstances parked, Layout layout)
{
    private const string Section = "/orchestrations";

    /// <summary>What a page of a long history shows: its end.</summary>
    private const int MostShown = 500;

    /// <summary>Shows it; 404 when there is none of that id.</summary>
    public async Task<IResult> ShowAsync(string id, HttpContext http)
    {
        var state = await engine.ReadStateAsync(id, http.RequestAborted);
        if (state is null)
            return layout.NotFound(http, Section, $"There is no orchestration {id}; it may have been purged.");
        var turns = await engine.ReadHistoryAsync(id, http.RequestAborted);
        var body = Html.Of(
            $"""
            <p><code>{Elements.Id(id)}</code> {StatusBadge.Of(state.Status)}</p>
            {parked.NoticeOf(id)}
            <div class="columns">{Facts(state)}{OrchestrationActions.Forms(state)}</div>
            {Elements.Section("Timeline", Drawn(state, turns))}
            {Elements.Section("Data", Data(state))}
            {Elements.Section("History", Html.Of($"{Cut(turns.Count, "turns")}{HistoryTable.Of(turns, MostShown)}"))}
            <p class="hint"><a href="{OrchestrationLinks.Page(id)}?as=json">As JSON</a></p>
            """);
        return layout.Page(http, Section, state.Name, body);
    }

    private Html Facts(InstanceState state) => Elements.Section("Facts", Elements.Facts(
        new (string Name, Html Value)[]
        {
            ("Created", Moment.Of(state.CreatedAt, layout.Now)),
            ("Updated", Moment.Of(state.UpdatedAt, layout.Now)),
            ("Starts", state.StartAt is null || state.HasRun ? Html.None : Moment.Of(state.StartAt, layout.Now)),
            ("Run", Run(state)),
            ("Version", Html.Text(state.Version)),
            ("Called by", state.Parent is { } parent ? Parent(parent) : Html.None),
            ("Tags", Html.Text(string.Join(", ", state.Tags.Select(tag => $"{tag.Key}={tag.Value}")))),
            ("Custom status", Short(state.CustomStatus)),
        }.Where(fact => !fact.Value.IsEmpty)));

    private static Html Run(InstanceState state) => state.Runs == 1
        ? Html.Of($"{state.Runs}")
        : Html.Of(
            $"""
            {state.Runs} <small>(it continued as new {state.Runs - 1} times; the present run alone has a
            history)</small>
            """);

    private static Html Parent(ParentLink parent) =>
        Html.Of($"{parent.Name} {Elements.Link(OrchestrationLinks.Page(parent.InstanceId), parent.InstanceId)}");

    private static Html Short(string? json) =>
        json is null ? Html.None : Html.Of($"<code>{PrettyJson.Line(json)}</code>");

    private Html Drawn(InstanceState state, IReadOnlyList<Turn> turns)
    {
        var ended = state.HasEnded ? state.UpdatedAt : (DateTimeOffset?)null;
        var episodes = Story.Tell(turns, ended);
        return episodes.Count == 0
            ? Elements.Empty(Html.Of($"Nothing has happened in this run yet."))
            : Html.Of(
                $"""
                {Cut(episodes.Count, "steps and events")}
                {Timeline.Draw([.. episodes.TakeLast(MostShown)], state.CreatedAt, ended ?? layout.Now)}
                """);
    }

    private static Html Cut(int count, string what) => count <= MostShown
        ? Html.None
        : Html.Of($"<p class=\"hint\">The last {MostShown} of {count} {what}; the JSON below has them all.</p>");

    private static Html Data(InstanceState state) => Html.Of(
        $"""
        {(state.Failure is null ? Html.None : Elements.Fold("Failure", Failed(state.Failure), isOpen: true))}
        {Payload("Input", state.Input)}{Payload("Output", state.Output)}{Payload("Custom status", state.CustomStatus)}
        """);

    private static Html Payload(string name, string? json) => json is null
        ? Html.None
        : Elements.Fold(
            $"{name} ({Bytes.Of(Encoding.UTF8.GetByteCount(json))})", Elements.Source(PrettyJson.Of(json)));

    /// <summary>A failure with what caused it.</summary>
    public static Html Failed(TaskFailureDetails failure) => Html.Of(
        $"""
        <p class="failure"><b>{failure.ErrorType}</b>: {failure.ErrorMessage}</p>
        {(failure.StackTrace is null ? Html.None : Elements.Fold("Stack", Elements.Source(failure.StackTrace)))}
        {(failure.InnerFailure is null ? Html.None : Elements.Fold("Caused by", Failed(failure.InnerFailure)))}
        """);
}

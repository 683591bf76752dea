using System.Globalization;
using ItsmServerless.Local.Desk.Markup;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>The list of orchestrations, with a filter and pages.</summary>
internal sealed class OrchestrationsPage(DeskOrchestrations orchestrations, ParkedInstances parked, Layout layout)
{
    private const int PageSize = 50;
    private const int MostSorted = 1000;

    private static readonly string[] Columns = ["Orchestration", "Status", "Updated", "Created", "Custom status"];

    /// <summary>Shows it.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var filter = OrchestrationFilter.Of(http.Request);
        var page = PageOf(http.Request);
        var found = await orchestrations.ListAsync(filter, MostSorted, http.RequestAborted);
        var shown = await orchestrations.ReadAsync(
            found.Instances.Skip((page - 1) * PageSize).Take(PageSize), http.RequestAborted);
        var pager = Pager.Of(http.Request, page, found.Instances.Count, PageSize);
        var body = Html.Of($"{parked.Section()}{Form(filter)}{Count(found, page)}{Table(shown)}{pager}");
        return layout.Page(http, "/orchestrations", "Orchestrations", body);
    }

    /// <summary>Rows for some of them, newest first.</summary>
    public Html Table(IEnumerable<OrchestrationMetadata> shown) => Elements.Table(
        Columns,
        [.. shown.Select(Row)],
        Html.Of(
            $"""
            No orchestration matches. They appear when a function starts one, for example when a change is submitted for
            approval or an incident gets a service level.
            """));

    private Html[] Row(OrchestrationMetadata one) =>
    [
        Html.Of(
            $"""
            {Elements.Link(OrchestrationLinks.Page(one.InstanceId), one.Name)}<br>
            <small>{Elements.Id(one.InstanceId)}</small>
            """),
        StatusBadge.Of(one.RuntimeStatus),
        Moment.Of(one.LastUpdatedAt, layout.Now),
        Moment.Of(one.CreatedAt, layout.Now),
        Html.Of($"<code>{Shortened(one.SerializedCustomStatus)}</code>"),
    ];

    private static Html Form(OrchestrationFilter filter) => Html.Of(
        $"""
        <form method="get" class="filter"><label>Status
        <select name="status"><option value="">any</option>{Statuses(filter.Status)}</select></label>
        <label>Name begins with <input name="name" value="{filter.NamePrefix}"></label>
        <label>Id begins with <input name="id" value="{filter.IdPrefix}"></label>
        <button>Filter</button> <a href="/_local/orchestrations">Clear</a></form>
        """);

    private static IEnumerable<Html> Statuses(OrchestrationRuntimeStatus? chosen) => StatusBadge.All.Select(status =>
        status == chosen
            ? Html.Of($"<option selected>{status.ToString()}</option>")
            : Html.Of($"<option>{status.ToString()}</option>"));

    private static Html Count(DeskOrchestrations.Window found, int page)
    {
        var first = ((page - 1) * PageSize) + 1;
        var last = Math.Min(page * PageSize, found.Instances.Count);
        var cut = found.IsCut
            ? Html.Of($" There are more than {MostSorted}: the newest may not be among these. Narrow the filter.")
            : Html.None;
        return found.Instances.Count == 0
            ? Html.None
            : Html.Of($"<p class=\"hint\">{first}–{last} of {found.Instances.Count}, newest update first.{cut}</p>");
    }

    private static int PageOf(HttpRequest request) =>
        int.TryParse(request.Parameter("page"), NumberStyles.None, CultureInfo.InvariantCulture, out var page)
            ? Math.Clamp(page, 1, MostSorted)
            : 1;

    private static string Shortened(string? json)
    {
        var text = json is null ? "" : PrettyJson.Line(json);
        return text.Length > 120 ? text[..120] + "…" : text;
    }
}

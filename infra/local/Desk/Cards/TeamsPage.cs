using ItsmServerless.Local.Desk.Captures;
using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Cards;

/// <summary>Cards sent to <c>/_local/teams</c>, drawn, newest first.</summary>
internal sealed class TeamsPage(CaptureStore captures, LocalEnvironment environment, Layout layout)
{
    private const string Section = "/teams";
    private const int PageSize = 20;

    /// <summary>Shows the list, every card drawn.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var all = await captures.ListAsync(CaptureKinds.Card, http.RequestAborted);
        var page = int.TryParse(http.Request.Parameter("page"), out var asked) ? Math.Max(asked, 1) : 1;
        var shown = all.Reverse().Skip((page - 1) * PageSize).Take(PageSize).Select(Drawn).ToList();
        var body = Html.Of(
            $"""
            <p>A channel whose Workflows URL is <code>{environment.Url}/_local/teams/<i>channel</i></code> ends here.
            </p>{(shown.Count > 0 ? Html.Join(shown) : Elements.Empty(WhenEmpty))}
            {Pager.Of(http.Request, page, all.Count, PageSize)}
            """);
        return layout.Page(http, Section, "Teams cards", body);
    }

    /// <summary>Shows one of them with its source; 404 when there is none of that id.</summary>
    public async Task<IResult> ShowOneAsync(string id, HttpContext http)
    {
        if (await captures.FindAsync(CaptureKinds.Card, id, http.RequestAborted) is not { } capture)
            return layout.NotFound(http, Section, "There is no such card.");
        var body = Html.Of(
            $"""
            {Drawn(capture)}
            {Elements.Section("Source", Elements.Source(PrettyJson.Of(capture.Body)))}
            {Elements.Section("Headers", WebhooksPage.Headers(capture))}
            """);
        return layout.Page(http, Section, $"Card in {capture.Name}", body);
    }

    private static Html WhenEmpty =>
        Html.Of($"No card was sent yet. Post an Adaptive Card as JSON to the address above.");

    private static string Channel(Capture capture) => capture.Name.Length > 0 ? capture.Name : "(no channel)";

    private Html Drawn(Capture capture) => Html.Of(
        $"""
        <article class="post"><p class="hint">{Elements.Link($"/_local/teams/{capture.Id}", Channel(capture))}
        {Moment.Of(capture.At, layout.Now)}</p>
        {CardMarkup.OfPost(PrettyJson.TryParse(capture.Body) ?? default)}</article>

        """);
}

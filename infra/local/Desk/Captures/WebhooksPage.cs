using ItsmServerless.Local.Desk.Markup;
using ItsmServerless.Local.Desk.Storage;
using ItsmServerless.Local.Hosting;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>What was sent to <c>/_local/hooks</c>, newest first.</summary>
internal sealed class WebhooksPage(CaptureStore captures, LocalEnvironment environment, Layout layout)
{
    private const string Section = "/webhooks";
    private const int PageSize = 50;

    private static readonly string[] Columns = ["At", "Method", "Name", "Type", "Size"];

    /// <summary>Shows the list.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var all = await captures.ListAsync(CaptureKinds.Hook, http.RequestAborted);
        var page = int.TryParse(http.Request.Parameter("page"), out var asked) ? Math.Max(asked, 1) : 1;
        var shown = all.Reverse().Skip((page - 1) * PageSize).Take(PageSize);
        var body = Html.Of(
            $"""
            <p>Whatever is sent to <code>{environment.Url}/_local/hooks/<i>name</i></code> is answered with 202 and kept
            here.</p>
            {Elements.Table(Columns, [.. shown.Select(Row)], WhenEmpty())}
            {Pager.Of(http.Request, page, all.Count, PageSize)}
            """);
        return layout.Page(http, Section, "Webhooks", body);
    }

    /// <summary>Shows one of them; 404 when there is none of that id.</summary>
    public async Task<IResult> ShowOneAsync(string id, HttpContext http)
    {
        if (await captures.FindAsync(CaptureKinds.Hook, id, http.RequestAborted) is not { } capture)
            return layout.NotFound(http, Section, "There is no such request.");
        var body = Html.Of(
            $"""
            <p><b>{capture.Method}</b> <code>/_local/hooks/{capture.Name}{capture.Query}</code>
            {Moment.Of(capture.At, layout.Now)}</p>
            {Elements.Section("Headers", Headers(capture))}
            {Elements.Section("Body", CellValue.Content(capture.Content))}
            """);
        return layout.Page(http, Section, $"Webhook {capture.Name}", body);
    }

    /// <summary>The headers of a captured request.</summary>
    public static Html Headers(Capture capture) => Elements.Table(
        ["Name", "Value"],
        [.. capture.Headers.Select(header => new[] { Html.Text(header.Key), Html.Text(header.Value) })],
        Html.Of($"It has no headers."));

    private Html WhenEmpty() => Html.Of(
        $"""
        Nothing was sent yet. Give a webhook the address above, or try it:
        <code>curl -d hello {environment.Url}/_local/hooks/try</code>
        """);

    private Html[] Row(Capture capture) =>
    [
        Moment.Of(capture.At, layout.Now),
        Html.Text(capture.Method),
        Elements.Link($"/_local/webhooks/{capture.Id}", capture.Name.Length > 0 ? capture.Name : "(no name)"),
        Html.Text(capture.ContentType),
        Html.Text(Bytes.Of(capture.Content.Length)),
    ];
}

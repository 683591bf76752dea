using Azure.Storage.Blobs.Models;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Storage;

/// <summary>The blobs of a container, and one blob, shown as text or handed out to be stored.</summary>
internal sealed class ContainerPage(StorageReader reader, Layout layout)
{
    private const string Section = "/storage";
    private const string Inert = "sandbox; default-src 'none'";
    private const int PageSize = 100;
    private const int MostShown = 256 * 1024;

    /// <summary>Shows a page of blobs.</summary>
    public async Task<IResult> ShowAsync(string container, HttpContext http)
    {
        var prefix = http.Request.Parameter("prefix");
        var blobs = await reader.BlobsAsync(
            container, prefix, http.Request.Parameter("from"), PageSize, http.RequestAborted);
        if (blobs is null)
            return layout.NotFound(http, Section, $"There is no container {container} of this host.");
        var next = Pager.Next(blobs.Next is { } from ? StorageLinks.Container(container, prefix, from) : null);
        var body = Html.Of(
            $"""
            <form method="get" class="filter"><label>Name begins with <input name="prefix" value="{prefix}"></label>
            <button>Filter</button> <a href="{StorageLinks.Container(container)}">Clear</a></form>
            {Table(container, blobs.Items)}{next}
            """);
        return layout.Page(http, Section, container, body);
    }

    /// <summary>Shows one blob; 404 when there is none.</summary>
    public async Task<IResult> ShowBlobAsync(string container, HttpContext http)
    {
        var name = http.Request.Query["name"].ToString();
        if (await reader.OpenAsync(container, name, http.RequestAborted) is not { } blob)
            return layout.NotFound(http, Section, "There is no such blob.");
        using (blob)
        {
            var beginning = await BeginningAsync(blob.Content, http.RequestAborted);
            var isLong = blob.Details.ContentLength > MostShown;
            var body = Html.Of(
                $"""
                <p>In {Elements.Link(StorageLinks.Container(container), container)}, {blob.Details.ContentType},
                {Bytes.Of(blob.Details.ContentLength)}, {Moment.Of(blob.Details.LastModified, layout.Now)} ·
                <a href="{StorageLinks.Download(container, name)}">Download</a></p>
                {(isLong ? Html.Of($"<p class=\"hint\">Its first {Bytes.Of(MostShown)}:</p>") : Html.None)}
                {CellValue.Content(beginning)}
                """);
            return layout.Page(http, Section, name, body);
        }
    }

    /// <summary>Hands a blob out to be stored, never to be shown.</summary>
    public async Task<IResult> DownloadAsync(string container, HttpContext http)
    {
        var name = http.Request.Query["name"].ToString();
        if (await reader.OpenAsync(container, name, http.RequestAborted) is not { } blob)
            return layout.NotFound(http, Section, "There is no such blob.");
        Layout.Protect(http.Response, Inert);
        return Results.Stream(blob.Content, "application/octet-stream", name.Split('/')[^1]);
    }

    private Html Table(string container, IReadOnlyList<BlobItem> blobs) => Elements.Table(
        ["Name", "Type", "Size", "Changed"],
        [.. blobs.Select(blob => new[]
        {
            Elements.Link(StorageLinks.Blob(container, blob.Name), Elements.Id(blob.Name)),
            Html.Text(blob.Properties.ContentType),
            Html.Text(Bytes.Of(blob.Properties.ContentLength ?? 0)),
            Moment.Of(blob.Properties.LastModified, layout.Now),
        })],
        Html.Of($"No blob is here. Attach a file to an incident, or clear the filter."));

    private static async Task<byte[]> BeginningAsync(Stream content, CancellationToken cancellationToken)
    {
        var beginning = new byte[MostShown];
        var length = await content.ReadAtLeastAsync(
            beginning, MostShown, throwOnEndOfStream: false, cancellationToken);
        return beginning[..length];
    }
}

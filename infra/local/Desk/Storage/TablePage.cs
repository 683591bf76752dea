using System.Globalization;
using Azure.Data.Tables;
using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Storage;

/// <summary>The rows of a table, a page at a time, and one row with all its properties.</summary>
internal sealed class TablePage(StorageReader reader, Layout layout)
{
    private const string Section = "/storage";
    private const int PageSize = 100;
    private const int MostShown = 6;

    /// <summary>Shows a page of rows.</summary>
    public async Task<IResult> ShowAsync(string table, HttpContext http)
    {
        var partition = http.Request.Parameter("partition");
        var rows = await reader.PageAsync(
            table, partition, http.Request.Parameter("from"), PageSize, http.RequestAborted);
        if (rows is null)
            return layout.NotFound(http, Section, $"There is no table {table} of this host.");
        var body = Html.Of(
            $"""
            <form method="get" class="filter"><label>Partition <input name="partition" value="{partition}"></label>
            <button>Filter</button> <a href="{StorageLinks.Table(table)}">Clear</a></form>
            <p class="hint">{rows.Items.Count} rows on this page, {Bytes.Of(rows.Items.Sum(CellValue.SizeOf))}.</p>
            {Table(table, rows.Items)}
            {Pager.Next(rows.Next is { } next ? StorageLinks.Table(table, partition, next) : null)}
            """);
        return layout.Page(http, Section, table, body);
    }

    /// <summary>Shows one row; 404 when there is none.</summary>
    public async Task<IResult> ShowRowAsync(string table, HttpContext http)
    {
        var (partition, key) = (http.Request.Query["partition"].ToString(), http.Request.Query["row"].ToString());
        if (await reader.FindAsync(table, partition, key, http.RequestAborted) is not { } row)
            return layout.NotFound(http, Section, "There is no such row.");
        var body = Html.Of(
            $"""
            <p>In {Elements.Link(StorageLinks.Table(table, partition), $"{table}, partition {partition}")},
            {Bytes.Of(CellValue.SizeOf(row))}</p>
            {Elements.Table(["Property", "Type", "Value"], [.. row.Select(Property)], Html.None)}
            """);
        return layout.Page(http, Section, key, body);
    }

    private Html Table(string table, IReadOnlyList<TableEntity> rows) => Elements.Table(
        ["Partition", "Row", "Changed", "Size", "Properties"],
        [.. rows.Select(row => new[]
        {
            Elements.Link(StorageLinks.Table(table, row.PartitionKey), Elements.Id(row.PartitionKey)),
            Elements.Link(StorageLinks.Row(table, row.PartitionKey, row.RowKey), Elements.Id(row.RowKey)),
            Moment.Of(row.Timestamp, layout.Now),
            Html.Text(Bytes.Of(CellValue.SizeOf(row))),
            Html.Text(Names(row)),
        })],
        Html.Of($"No row is here. Clear the filter, or use the product: rows come with what it stores."));

    private static string Names(TableEntity row)
    {
        var names = row.Keys.Where(name => !CellValue.IsKey(name)).ToList();
        var more = names.Count > MostShown
            ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MostShown} more") : "";
        return string.Join(", ", names.Take(MostShown)) + more;
    }

    private static Html[] Property(KeyValuePair<string, object> property) =>
    [
        Html.Text(property.Key),
        Html.Text(property.Value?.GetType().Name),
        CellValue.Of(property.Value),
    ];
}

using ItsmServerless.Local.Desk.Markup;

namespace ItsmServerless.Local.Desk.Storage;

/// <summary>Every table with how much is in it, and every container.</summary>
internal sealed class StoragePage(StorageReader reader, Layout layout)
{
    private const int MostCounted = 1000;

    /// <summary>Shows it.</summary>
    public async Task<IResult> ShowAsync(HttpContext http)
    {
        var tables = await reader.TablesAsync(http.RequestAborted);
        var counts = await Task.WhenAll(
            tables.Select(table => reader.CountAsync(table, MostCounted, http.RequestAborted)));
        var containers = await reader.ContainersAsync(http.RequestAborted);
        var body = Html.Of(
            $"""
            <p class="hint">Read only: nothing here writes to storage.</p>
            {Elements.Section("Tables", Tables(tables.Zip(counts)))}
            {Elements.Section("Containers", Containers(containers))}
            """);
        return layout.Page(http, "/storage", "Storage", body);
    }

    private static Html Tables(IEnumerable<(string Name, int? Count)> tables) => Elements.Table(
        ["Table", "Rows"],
        [.. tables.Where(table => table.Count is not null).Select(table => new[]
        {
            Elements.Link(StorageLinks.Table(table.Name), Elements.Id(table.Name)),
            table.Count == MostCounted ? Html.Of($"{MostCounted} or more") : Html.Of($"{table.Count!.Value}"),
        })],
        Html.Of($"There is no table."));

    private static Html Containers(IReadOnlyList<string> containers) => Elements.Table(
        ["Container"],
        [.. containers.Select(name => new[] { Elements.Link(StorageLinks.Container(name), name) })],
        Html.Of($"There is no container."));
}

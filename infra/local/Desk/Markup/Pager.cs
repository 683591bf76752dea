namespace ItsmServerless.Local.Desk.Markup;

/// <summary>Leads to the pages before and after, with everything else in the address as it is.</summary>
internal static class Pager
{
    /// <summary>The links; nothing when all fits on one page.</summary>
    /// <param name="request">Whose address they keep.</param>
    /// <param name="page">This page, from 1.</param>
    /// <param name="count">How many items there are.</param>
    /// <param name="size">How many are on a page.</param>
    public static Html Of(HttpRequest request, int page, int count, int size)
    {
        var pages = (count + size - 1) / size;
        if (pages <= 1)
            return Html.None;
        var before = page > 1 ? Link(request, page - 1, "← Newer") : Html.None;
        var after = page < pages ? Link(request, page + 1, "Older →") : Html.None;
        return Html.Of(
            $"<nav class=\"pager\" aria-label=\"Pages\">{before}<span>Page {page} of {pages}</span>{after}</nav>");
    }

    /// <summary>A link to what follows; nothing when nothing does.</summary>
    public static Html Next(string? address) => address is null
        ? Html.None
        : Html.Of($"<nav class=\"pager\" aria-label=\"Pages\">{Elements.Link(address, "Next page →")}</nav>");

    private static Html Link(HttpRequest request, int page, string label)
    {
        var kept = request.Query.Where(one => one.Key != "page")
            .Select(one => (one.Key, (string?)one.Value.ToString()));
        return Elements.Link(request.Path + DeskRequest.Query([.. kept, ("page", $"{page}")]), label);
    }
}

namespace ItsmServerless.Local.Desk.Markup;

/// <summary>What pages are made of.</summary>
internal static class Elements
{
    /// <summary>A box with a heading.</summary>
    public static Html Section(string heading, Html body) => Html.Of(
        $"<section class=\"box\"><h2>{heading}</h2>{body}</section>\n");

    /// <summary>Says what is not there, and how to get it.</summary>
    public static Html Empty(Html sentence) => Html.Of($"<p class=\"empty\">{sentence}</p>");

    /// <summary>A table that scrolls by itself when it is wider than the page; a sentence when it has no
    /// rows.</summary>
    public static Html Table(IReadOnlyList<string> columns, IReadOnlyList<Html[]> rows, Html whenEmpty) =>
        rows.Count == 0 ? Empty(whenEmpty) : Html.Of(
            $"""
            <div class="scroll"><table>
            <thead><tr>{columns.Select(column => Html.Of($"<th>{column}</th>"))}</tr></thead>
            <tbody>{rows.Select(row => Row(columns, row))}</tbody></table></div>
            """);

    /// <summary>Names with values, one under the other.</summary>
    public static Html Facts(params IEnumerable<(string Name, Html Value)> facts) => Html.Of(
        $"<dl class=\"facts\">{facts.Select(fact => Fact(fact.Name, fact.Value))}</dl>");

    /// <summary>A link inside the desk, or to somewhere that is known to be harmless.</summary>
    public static Html Link(string address, Html label) => Html.Of($"<a href=\"{address}\">{label}</a>");

    /// <inheritdoc cref="Link(string, Html)"/>
    public static Html Link(string address, string label) => Link(address, Html.Text(label));

    /// <summary>An identifier: it may be broken anywhere, where other words are kept whole.</summary>
    public static Html Id(string? id) => Html.Of($"<span class=\"id\">{id}</span>");

    /// <summary>A coloured word.</summary>
    /// <param name="kind">One of <c>good</c>, <c>bad</c>, <c>busy</c>, <c>held</c> and <c>plain</c>.</param>
    /// <param name="word">The word.</param>
    public static Html Badge(string kind, string word) => Html.Of($"<span class=\"badge {kind}\">{word}</span>");

    /// <summary>Text as it was written, spaces and all.</summary>
    public static Html Source(string? text) => Html.Of($"<pre tabindex=\"0\">{text}</pre>");

    /// <summary>Something long behind a word.</summary>
    public static Html Fold(string summary, Html body, bool isOpen = false) => isOpen
        ? Html.Of($"<details open><summary>{summary}</summary>{body}</details>")
        : Html.Of($"<details><summary>{summary}</summary>{body}</details>");

    private static Html Fact(string name, Html value) =>
        Html.Of($"<div><dt>{name}</dt><dd>{value}</dd></div>");

    private static Html Row(IReadOnlyList<string> columns, Html[] cells) => Html.Of(
        $"<tr>{cells.Select((cell, index) => Cell(columns[index], cell))}</tr>\n");

    private static Html Cell(string column, Html cell) =>
        Html.Of($"<td data-label=\"{column}\"><div>{cell}</div></td>");
}

using System.Globalization;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Limits;
using NodaTime;
using NodaTime.Text;

namespace ItsmServerless.Metering;

/// <summary>A statement as one page that needs nothing else: to be read, printed and kept.</summary>
internal static class StatementPage
{
    /// <summary>The whole page; well-formed also as XML.</summary>
    public static string Write(Statement statement, YearMonth month) => $"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width,initial-scale=1"/>
        <meta name="robots" content="noindex"/><title>Statement, {Name(month)}</title>
        <style>{StatementStyle.Css}</style></head>
        <body><div class="page"><header><p class="kicker">Statement</p><h1>{Name(month)}</h1>
        <dl class="facts">{Fact("Tenant", statement.Tenant.Value)}{Fact("Plan", statement.Plan)}
        {Fact("Total", Money(statement.Total, statement.Currency))}{Fact("State", State(statement))}</dl>
        {Notice(statement)}</header><main>
        <figure>{StatementChart.Write(statement, month)}<figcaption>{Caption(statement)}</figcaption></figure>
        <h2>Lines</h2>{Lines(statement)}{Late(statement)}</main>
        <footer><p class="soft">Days and hours are those of UTC. {Dimensions.Storage} is the largest that was measured in the
        month. {Dimensions.Calls} is never counted too high; calls of seconds before a crash may be missing. Each line is
        rounded to cents, halves up, and the total is their sum.</p></footer></div></body></html>
        """;

    private static string Caption(Statement statement) => statement.Days.Any(StatementChart.IsShown)
        ? "Incidents and changes, messages taken in and notifications, by day, together."
        : "Nothing was created, taken in or sent in this month.";

    private static string Fact(string name, string text) => $"<div><dt>{name}</dt><dd>{HtmlText.Encode(text)}</dd></div>";

    private static string State(Statement statement) => statement.ClosedAt is { } at
        ? $"closed on {InstantPattern.ExtendedIso.Format(at)}"
        : statement.State;

    private static string Notice(Statement statement) => statement.State switch
    {
        Statement.Running => "<p class=\"notice\">This month is not over: the figures are those of the time it was asked for.</p>",
        Statement.Settling => "<p class=\"notice\">This month is closed three days after its end; units that come late still count.</p>",
        _ => "",
    };

    private static string Lines(Statement statement) => $"""
        <div class="scroll"><table><thead><tr><th scope="col">Dimension</th><th scope="col" class="n">Quantity</th>
        <th scope="col" class="n">Price</th><th scope="col" class="n">Cost</th></tr></thead>
        <tbody>{string.Concat(statement.Lines.Select(line => Row(statement, line)))}</tbody>
        <tfoot><tr><th scope="row" colspan="3">Total{(statement.Late.Count > 0 ? ", with what came late" : "")}</th>
        <td class="n">{HtmlText.Encode(Money(statement.Total, statement.Currency))}</td></tr></tfoot></table></div>
        """;

    private static string Row(Statement statement, CostLine line) => $"""
        <tr><th scope="row">{HtmlText.Encode(line.Dimension)}</th><td class="n">{Count(line.Quantity)}</td>
        <td class="n">{Number(line.Price)}{(line.Per == 1 ? "" : $" for {Count(line.Per)}")}</td>
        <td class="n">{HtmlText.Encode(Money(line.Cost, statement.Currency))}</td></tr>
        """;

    private static string Late(Statement statement) => statement.Late.Count == 0 ? "" : $"""
        <h2>Of months before</h2><p>These came after their month was closed.</p>
        <div class="scroll"><table><thead><tr><th scope="col">Month</th><th scope="col">Dimension</th>
        <th scope="col" class="n">Quantity</th><th scope="col" class="n">Cost</th></tr></thead>
        <tbody>{string.Concat(statement.Late.Select(line => Row(statement, line)))}</tbody></table></div>
        """;

    private static string Row(Statement statement, LateLine line) => $"""
        <tr><th scope="row">{HtmlText.Encode(line.Month)}</th><td>{HtmlText.Encode(line.Dimension)}</td>
        <td class="n">{Count(line.Quantity)}</td><td class="n">{HtmlText.Encode(Money(line.Cost, statement.Currency))}</td></tr>
        """;

    private static string Name(YearMonth month) => month.OnDayOfMonth(1).ToString("MMMM uuuu", CultureInfo.InvariantCulture);

    private static string Money(decimal amount, string currency) => string.Create(CultureInfo.InvariantCulture, $"{amount:N2} {currency}");

    private static string Count(long quantity) => quantity.ToString("N0", CultureInfo.InvariantCulture);

    private static string Number(decimal price) => price.ToString("0.############", CultureInfo.InvariantCulture);
}

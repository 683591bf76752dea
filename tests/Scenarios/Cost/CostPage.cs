using System.Globalization;

namespace ItsmServerless.Tests.Scenarios.Cost;

/// <summary>The page <c>docs/cost.md</c>: a function of counts and prices.</summary>
internal static class CostPage
{
    private const int Sold = 1_000;

    /// <summary>What Flex Consumption bills at least for an execution that is alone on its instance.</summary>
    private const double LeastSeconds = 1;

    private const double Gigabytes = 2;

    public static string Of(IReadOnlyList<CountedLife> lives, PriceTable prices) => string.Join('\n',
    [
        "# What it costs", "",
        "Made by `ITSM_DOCS_COST=1 dotnet run -c Release --project tests/Benchmarks -- cost` of what is counted",
        "(`tests/Scenarios/Cost/counts.json`) and what Azure asks (`tests/Scenarios/Cost/prices.json`). A test counts again.", "",
        $"## Money for {Sold.ToString("N0", CultureInfo.InvariantCulture)}", "",
        "US dollars, above what Azure gives free or in its base charge. *Memory* is the most there can be: every execution alone",
        "on an instance of 2 GB, which is billed for a second at least. Executions that share an instance share its second, so what",
        "comes together costs a small part of it.", "",
        "| what | storage | bus | executions | memory at most |",
        "|---|---|---|---|---|",
        .. lives.Select(life => Money(life, prices)), "",
        "Not in it: the storage and the executions that Durable Functions need on Azure for waiting and replaying (the local runtime",
        "has its own, which is counted apart below), what is stored, what goes out over the network, logs, the bus's base charge.", "",
        .. lives.SelectMany(Counts),
        "## Prices", "",
        $"As of {prices.AsOf}, {prices.Region}. Azure's pages show numbers to browsers only: the price of a GB-second was read in the",
        "table named below, the others were not checked against their page, so look them up before you count on them. A message is",
        "one bus operation when it is sent and two for each function that takes it (receive, complete).", "",
        "| what | USD | for | source |", "|---|---|---|---|",
        .. prices.Prices.Select(price => string.Create(
            CultureInfo.InvariantCulture, $"| {price.Name} ({price.Note}) | {price.Usd:0.######} | {price.Per:N0} | {price.Source} |")), "",
    ]);

    private static string Money(CountedLife life, PriceTable prices)
    {
        var one = life.Whole;
        var storage = prices.Of("table transactions", one.Tables) + prices.Of("blob writes and lists", one.BlobWrites)
            + prices.Of("blob reads", one.BlobReads);
        var memory = prices.Of("GB-seconds", one.Executions * LeastSeconds * Gigabytes);
        return $"| {Name(life)} | {Usd(storage)} | {Usd(prices.Of("bus operations", one.Bus))} | " +
            $"{Usd(prices.Of("executions", one.Executions))} | {Usd(memory)} |";
    }

    private static IEnumerable<string> Counts(CountedLife life) =>
    [
        $"## {char.ToUpperInvariant(life.Life[0])}{life.Life[1..]}, {Company(life)}", "",
        "| step | storage calls | bus operations | executions | emulation |", "|---|---|---|---|---|",
        .. life.Steps.Append(life.Whole).Select(step => string.Create(
            CultureInfo.InvariantCulture,
            $"| {step.Step} | {step.Storage:0.#} | {step.Bus:0.#} | {step.Executions:0.#} | {step.Emulation:0.#} |")), "",
    ];

    private static string Name(CountedLife life) => $"{life.Life}, {Company(life)}";

    private static string Company(CountedLife life) => life.Together == 1 ? "alone" : $"{life.Together} together, each";

    private static string Usd(double one) => (one * Sold).ToString("0.0000", CultureInfo.InvariantCulture);
}

using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Metering;

/// <summary>What a tenant owes for a month.</summary>
/// <param name="State"><c>running</c>, <c>settling</c> while late units may still come, or <c>closed</c>: then it never
/// changes.</param>
/// <param name="ClosedAt">Null while it is not closed.</param>
/// <param name="Lines">One for each dimension.</param>
/// <param name="Late">Units of months before that came after those were closed; empty for none.</param>
/// <param name="Days">What was used by day, for the chart.</param>
public sealed record Statement(
    TenantId Tenant, string Month, string State, Instant? ClosedAt, string Plan, string Currency,
    IReadOnlyList<CostLine> Lines, IReadOnlyList<LateLine> Late, decimal Total, IReadOnlyList<UsageItem> Days)
{
    /// <summary>After the end of a month, until it is closed.</summary>
    public static readonly Duration Grace = Duration.FromDays(3);

    /// <summary>The month is not over.</summary>
    public const string Running = "running";

    /// <summary>It is over, and what was late may still come.</summary>
    public const string Settling = "settling";

    /// <summary>It never changes.</summary>
    public const string Closed = "closed";

    /// <summary>The state of a month at a time.</summary>
    public static string StateOf(YearMonth month, Instant now)
    {
        var end = UsageWindows.Bounds(month).To;
        return now < end ? Running : now < end + Grace ? Settling : Closed;
    }

    /// <summary>What came late for a month: what is counted now less what was billed. Pure.</summary>
    /// <param name="billed">The month's own statement, then those after it, in order.</param>
    public static IReadOnlyList<LateLine> LateOf(
        string month, IReadOnlyDictionary<string, long> counted, IReadOnlyList<Statement> billed, PriceBook prices) =>
        [.. from line in billed[0].Lines
            let late = counted[line.Dimension] - line.Quantity -
                billed.Skip(1).SelectMany(statement => statement.Late).Where(l => l.Month == month && l.Dimension == line.Dimension).Sum(l => l.Quantity)
            where late > 0
            select new LateLine(month, line.Dimension, late, prices.Cost(billed[0].Plan, new Dictionary<string, long> { [line.Dimension] = late })[0].Cost)];
}

/// <summary>Units that came after their month was closed.</summary>
/// <param name="Month">The month they belong to, whose plan they cost.</param>
public sealed record LateLine(string Month, string Dimension, long Quantity, decimal Cost);

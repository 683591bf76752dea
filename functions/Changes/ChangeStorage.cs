using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>The rows that changes are found by, and where lists look for them.</summary>
/// <remarks>While open: table <c>open</c>, partition <c>change</c>, one row in the order of lists and one by
/// number, in one
/// transaction. Afterwards: table <c>closed</c>, a partition a month, and table <c>numbers</c>. A list of what is
/// open costs one
/// query; one that goes on into what is closed, one more to find the oldest month, and one a month as far as the
/// page reaches.
/// The schedule and its conflicts are read from what is open: one query.</remarks>
internal static class ChangeRows
{
    /// <summary>Every partition of closed changes lies between these.</summary>
    public static readonly (string From, string Before) ClosedPartitions = ("change|", "change}");

    public static IEnumerable<ListRow> Of(Change change)
    {
        var byTime = RowKeys.NewestFirst(change.UpdatedAt, change.Id);
        var columns = Columns(ChangeSummary.Of(change));
        return change.IsOpen
            ?
            [
                new(TableNames.Open, Change.Practice, byTime, columns),
                NumberedRows.Open(Change.Practice, change.Number, change.Id),
            ]
            :
            [
                new(TableNames.Closed, ClosedPartition(change.UpdatedAt.InUtc().Date.ToYearMonth()), byTime, columns),
                NumberedRows.Done(change.Number, change.Id),
            ];
    }

    /// <summary>The partition of what was closed and last updated in a month: <c>change|2026-11</c>.</summary>
    public static string ClosedPartition(YearMonth month) => $"{ClosedPartitions.From}{month.Year:D4}-{month.Month:D2}";

    /// <summary>The month of a partition.</summary>
    public static YearMonth MonthOf(string closedPartition) => new(
        int.Parse(closedPartition.AsSpan(ClosedPartitions.From.Length, 4)),
        int.Parse(closedPartition.AsSpan(ClosedPartitions.From.Length + 5, 2)));

    private static Dictionary<string, object> Columns(ChangeSummary change)
    {
        var columns = new Dictionary<string, object>(SettingsRow.Of(change))
        {
            ["State"] = Words<ChangeState>.Of(change.State),
            ["Type"] = Words<ChangeType>.Of(change.Type),
            ["RiskLevel"] = Words<RiskLevel>.Of(change.RiskLevel),
            ["Service"] = change.Service ?? "",
            ["Owner"] = change.Owner?.Value ?? "",
            ["WindowStart"] = change.Window.Start.ToDateTimeOffset(),
            ["WindowEnd"] = change.Window.End.ToDateTimeOffset(),
        };
        if (change.CompletedAt is { } completed) columns["CompletedAt"] = completed.ToDateTimeOffset();
        return columns;
    }
}

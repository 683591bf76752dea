using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>A change as lists show it: all but the long texts.</summary>
public sealed record ChangeSummary(
    RecordId Id, string Number, string Practice, ChangeState State, string Title, ChangeType Type, Risk Risk,
    RiskLevel RiskLevel, string ContentHash, Window Window, string? Service, IReadOnlyList<string> ConfigurationItems,
    EmailAddress? Owner, EmailAddress? Requester, ChangeOutcome? Outcome, Instant CreatedAt, Instant UpdatedAt)
{
    /// <summary>Whether its window is taken.</summary>
    internal bool HoldsWindow => State is ChangeState.Scheduled or ChangeState.Implementing;

    /// <summary>The summary of a change.</summary>
    public static ChangeSummary Of(Change change) => new(
        change.Id, change.Number, Change.Practice, change.State, change.Content.Title, change.Content.Type,
        change.Content.Risk, change.Content.Risk.Level, change.ContentHash, change.Content.Window,
        change.Content.Service,
        change.Content.ConfigurationItems, change.Content.Owner, change.Requester, change.Outcome, change.CreatedAt,
        change.UpdatedAt);
}

/// <summary>The rows that changes are found by.</summary>
/// <remarks>While open: table <c>open</c>, partition <c>change</c>, a row in the order of lists and one by number,
/// written together.
/// After that: table <c>closed</c>, a partition a month, and table <c>numbers</c>.</remarks>
internal static class ChangeRows
{
    public const string OpenPartition = "change";
    public const string NumberPartition = "number";
    private const string NumberPrefix = "n|";
    private const string IdColumn = "Id";

    public static IEnumerable<ListRow> Of(Change change) => change.IsOpen
        ?
        [
            Listed(TableNames.Open, OpenPartition, change),
            Numbered(TableNames.Open, OpenPartition, OpenRow(change.Number), change),
        ]
        :
        [
            Listed(TableNames.Closed, Month(change.UpdatedAt), change),
            Numbered(TableNames.Numbers, NumberPartition, change.Number, change),
        ];

    /// <summary>The row that leads from an open change's number to its id.</summary>
    public static string OpenRow(string number) => NumberPrefix + number;

    /// <summary>The partition of what was closed in a month.</summary>
    public static string Month(Instant at) => $"{OpenPartition}|{at.InUtc().Year:D4}-{at.InUtc().Month:D2}";

    /// <summary>The id in a row that <see cref="OpenRow"/> or the number table leads to.</summary>
    public static RecordId IdOf(TableEntity row) => RecordId.From(row.GetString(IdColumn));

    private static ListRow Listed(string table, string partition, Change change) =>
        new(table, partition, RowKeys.NewestFirst(change.UpdatedAt, change.Id), Columns(ChangeSummary.Of(change)));

    private static ListRow Numbered(string table, string partition, string row, Change change) =>
        new(table, partition, row, new Dictionary<string, object> { [IdColumn] = change.Id.Value });

    /// <summary>What lists filter by, beside the summary itself. Words that are compared without case are kept in
    /// lower case.</summary>
    private static Dictionary<string, object> Columns(ChangeSummary change) => new(SettingsRow.Of(change))
    {
        ["State"] = Words<ChangeState>.Of(change.State),
        ["Type"] = Words<ChangeType>.Of(change.Type),
        ["RiskLevel"] = Words<RiskLevel>.Of(change.RiskLevel),
        ["Service"] = change.Service ?? "",
        ["Owner"] = change.Owner?.Value ?? "",
        ["UpdatedAt"] = change.UpdatedAt.ToDateTimeOffset(),
        ["WindowStart"] = change.Window.Start.ToDateTimeOffset(),
        ["WindowEnd"] = change.Window.End.ToDateTimeOffset(),
    };
}

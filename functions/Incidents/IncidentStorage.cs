using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Incidents;

/// <summary>The list rows an incident is found by, and where lists look for them.</summary>
/// <remarks>
/// While open: two rows of one partition in table <c>open</c>, by time of update and by number, in one transaction.
/// Afterwards: one row in table <c>closed</c>, in the partition of the month of the last update, and one in table
/// <c>numbers</c>. A list of what is open costs one query; one that goes on into what is closed, one more to find the
/// oldest month, and one a month as far as the page reaches.
/// </remarks>
internal static class IncidentRows
{
    /// <summary>The column that leads from a number to the record.</summary>
    public const string IdColumn = "Id";

    private const string NumberPartition = "number";

    /// <summary>Numbers lie behind all times: a list stops before them.</summary>
    private const string NumberPrefix = "n|";

    /// <summary>Every partition of closed incidents lies between these.</summary>
    public static readonly (string From, string Before) ClosedPartitions =
        ($"{Incident.Practice}|", $"{Incident.Practice}}}");

    public static IEnumerable<ListRow> Of(Incident incident)
    {
        var byTime = RowKeys.NewestFirst(incident.UpdatedAt, incident.Id);
        var id = new Dictionary<string, object> { [IdColumn] = incident.Id.Value };
        return incident.IsOpen
            ?
            [
                new(TableNames.Open, Incident.Practice, byTime, Columns(incident)),
                new(TableNames.Open, Incident.Practice, NumberPrefix + incident.Number, id),
            ]
            :
            [
                new(TableNames.Closed, ClosedPartition(incident.UpdatedAt), byTime, Columns(incident)),
                new(TableNames.Numbers, NumberPartition, incident.Number, id),
            ];
    }

    /// <summary>Where a number is looked up: among what is open, then among the rest. A point read each.</summary>
    public static IReadOnlyList<(string Table, string Partition, string Row)> OfNumber(string number) =>
        [(TableNames.Open, Incident.Practice, NumberPrefix + number), (TableNames.Numbers, NumberPartition, number)];

    /// <summary>The keys of open incidents updated since an instant; all of them without one.</summary>
    public static string OpenRange(Instant? since) => since is { } at ? LastSince(at) : NumberPrefix;

    /// <summary>The partition of what was closed and last updated in a month: <c>incident|2026-11</c>.</summary>
    public static string ClosedPartition(Instant at) => ClosedPartition(at.InUtc().Date.ToYearMonth());

    /// <inheritdoc cref="ClosedPartition(Instant)"/>
    public static string ClosedPartition(YearMonth month) => $"{ClosedPartitions.From}{month.Year:D4}-{month.Month:D2}";

    /// <summary>The partitions from the newest month down to the oldest.</summary>
    public static IReadOnlyList<string> ClosedSince(YearMonth oldest, YearMonth newest)
    {
        var months = new List<string>();
        for (var month = newest; month >= oldest; month = month.PlusMonths(-1)) months.Add(ClosedPartition(month));
        return months;
    }

    /// <summary>The month of a partition.</summary>
    public static YearMonth MonthOf(string closedPartition)
    {
        var month = closedPartition.AsSpan(ClosedPartitions.From.Length);
        return new(int.Parse(month[..4]), int.Parse(month[5..]));
    }

    /// <summary>The column that says an incident has a tag. Its name is a hash: few characters are allowed.</summary>
    public static string TagColumn(string tag) => "Tag_" + KeyText.Hash(tag);

    /// <summary>Behind the last key that an update at this instant can have: ids are ASCII below <c>~</c>.</summary>
    private static string LastSince(Instant at) => RowKeys.NewestFirst(at, new("~"));

    private static Dictionary<string, object> Columns(Incident incident)
    {
        var columns = new Dictionary<string, object>(SettingsRow.Of(IncidentSummary.Of(incident)))
        {
            ["State"] = Words<IncidentState>.Of(incident.State),
            ["Priority"] = incident.Priority.ToString(),
            ["ReportedBy"] = incident.ReportedBy.Value,
        };
        if (incident.Assignee is { } assignee) columns["Assignee"] = assignee.Value;
        if (incident.Requester is { } requester) columns["Requester"] = requester.Email.Value;
        if (incident.Group is { } group) columns["Group"] = group;
        if (incident.Service is { } service) columns["Service"] = service;
        foreach (var tag in incident.Tags) columns[TagColumn(tag)] = true;
        return columns;
    }
}

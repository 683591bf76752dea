using Azure.Data.Tables;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Notifications.Sent;

/// <summary>The rows that say what was told of a record: one for each mail and card, the newest event's
/// first.</summary>
/// <remarks>Table <c>lookups</c>, partition <c>notices|record</c>. Written before a notice is handed over and marked
/// after, one storage transaction each.</remarks>
internal static class NoticeRows
{
    public const string Sending = "sending";
    public const string StateColumn = "State";
    private const int LastSequence = 99_999_999;

    public static string Partition(RecordId record) => $"notices|{record}";

    /// <summary>Newest first: digits that fall as time and sequence of the event rise, then the notice's own
    /// name.</summary>
    public static string Row(Instant at, int sequence, string name) =>
        $"{long.MaxValue - at.ToUnixTimeTicks():D19}-{LastSequence - sequence:D8}-{name}";

    /// <summary>What a notice is when it is written down first, or as it ends.</summary>
    public static TableEntity Of(RecordId record, string row, string state, Instant at) => new(Partition(record), row)
    {
        [StateColumn] = state,
        ["At"] = at.ToDateTimeOffset(),
    };

    /// <summary>The rows of a record; of one recipient alone where one is given.</summary>
    public static ListStream List(RecordId record, EmailAddress? to = null) => new(
        TableNames.Lookups, [Partition(record)], to is { } address
            ? TableClient.CreateQueryFilter($"Record eq {record.Value} and To eq {address.Value}")
            : TableClient.CreateQueryFilter($"Record eq {record.Value}"));
}

using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Events;

/// <summary>The rows of table <c>events</c>.</summary>
/// <remarks>
/// <c>n|000000000007</c>: a stretch of 250 numbers. <c>head</c> says how many of them are given, <c>e|…</c> are the
/// events, and <c>r|record</c> says how far a record is numbered: all of one transaction. <c>last|a7</c> keeps the
/// latter of stretches that are full, for good. <c>state</c>, <c>feed</c>: the newest stretch, and the oldest kept.
/// </remarks>
internal static class EventRows
{
    /// <summary>The numbers of a stretch.</summary>
    public const int Stretch = 250;

    public const string HeadKey = "head";
    public const string AfterEvents = "e}";
    public const string FirstRecord = "r|";
    public const string AfterRecords = "r}";
    public const string StatePartition = "state";
    public const string StateKey = "feed";
    private const int Shape = 1;

    public static string Partition(int stretch) => $"n|{stretch:D12}";

    /// <summary>The stretch of a number; the first number is 1.</summary>
    public static int StretchOf(long number) => (int)((number - 1) / Stretch);

    public static string EventKey(long number) => $"e|{number:D19}";

    public static string RecordKey(RecordId record) => FirstRecord + record;

    public static string LastPartition(RecordId record) => $"last|{KeyText.Hash(record.Value)[..2]}";

    public static TableEntity Head(EventHead head)
    {
        var row = new TableEntity(Partition(head.Stretch), HeadKey)
        {
            ["V"] = Shape,
            ["Count"] = head.Count,
            ["At"] = head.At.ToDateTimeOffset(),
        };
        if (head.Begun is { } begun) row["Begun"] = begun.ToDateTimeOffset();
        return row;
    }

    public static EventHead ReadHead(int stretch, TableEntity row) =>
        new(stretch, row.GetInt32("Count")!.Value, Time(row, "At")!.Value, row.ETag) { Begun = Time(row, "Begun") };

    public static TableEntity Event(NumberedEvent numbered) =>
        new(Partition(StretchOf(numbered.Number)), EventKey(numbered.Number))
        {
            ["V"] = Shape,
            ["Number"] = numbered.Number,
            ["Type"] = numbered.Type,
            ["Body"] = numbered.Body,
        };

    public static NumberedEvent ReadEvent(TableEntity row) =>
        new(row.GetInt64("Number")!.Value, row.GetString("Type"), row.GetBinary("Body"));

    public static TableEntity Last(string partition, string key, int sequence) =>
        new(partition, key) { ["V"] = Shape, ["Sequence"] = sequence };

    public static int ReadLast(TableEntity row) => row.GetInt32("Sequence")!.Value;

    public static TableEntity State(FeedState state) => new(StatePartition, StateKey)
    {
        ["V"] = Shape,
        ["Newest"] = state.Newest,
        ["Oldest"] = state.Oldest,
        ["Swept"] = state.Swept,
    };

    public static FeedState ReadState(TableEntity row) => new(
        row.GetInt32("Newest")!.Value, row.GetInt32("Oldest")!.Value, row.GetInt32("Swept")!.Value, row.ETag);

    private static Instant? Time(TableEntity row, string column) =>
        row.GetDateTimeOffset(column) is { } at ? Instant.FromDateTimeOffset(at) : null;
}

/// <summary>An event with its number in the tenant.</summary>
/// <param name="Body">The JSON that webhooks are sent.</param>
internal sealed record NumberedEvent(long Number, string Type, byte[] Body);

/// <summary>How many numbers of the newest stretch are given.</summary>
/// <param name="At">When the newest of them was given.</param>
/// <param name="ETag">Null when the row is not there yet.</param>
internal sealed record EventHead(int Stretch, int Count, Instant At, ETag? ETag)
{
    /// <summary>Clocks of machines, and what was read before a stretch was begun, are never off by so much.</summary>
    private static readonly Duration Skew = Duration.FromMinutes(5);

    /// <summary>When the stretch was begun; null where nobody knows.</summary>
    public Instant? Begun { get; init; }

    /// <summary>Whether another stretch has to be begun.</summary>
    public bool IsFull => Count == EventRows.Stretch;

    /// <summary>Whether what happened then cannot have a number of an earlier stretch.</summary>
    public bool IsAllOf(Instant happened) => Stretch == 0 || happened > Begun + Skew;

    /// <summary>The newest number given; 0 for none.</summary>
    public long Newest => ((long)Stretch * EventRows.Stretch) + Count;
}

/// <summary>Which stretches there are.</summary>
/// <param name="Newest">A stretch that is there; newer ones may be.</param>
/// <param name="Oldest">The oldest that may be read.</param>
/// <param name="Swept">The oldest whose rows may still be there.</param>
internal sealed record FeedState(int Newest, int Oldest, int Swept, ETag? ETag)
{
    public static FeedState None { get; } = new(0, 0, 0, null);

    /// <summary>The number before the oldest that may be read.</summary>
    public long Gone => (long)Oldest * EventRows.Stretch;
}

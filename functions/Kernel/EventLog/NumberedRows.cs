using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>The row that leads from a number such as <c>CHG-000001</c> to its record, in every practice that
/// numbers.</summary>
/// <remarks>While a record is open the row lies beside its list row in table <c>open</c>, so that both are written
/// in one
/// transaction; afterwards in table <c>numbers</c>.</remarks>
public static class NumberedRows
{
    private const string IdColumn = "Id";
    private const string Partition = "number";
    private const string Prefix = "n|";

    /// <summary>Numbers lie behind all times: a list of what is open stops before this key.</summary>
    public const string EndOfTimes = Prefix;

    /// <summary>The row of an open record.</summary>
    public static ListRow Open(string practice, string number, RecordId id) =>
        new(TableNames.Open, practice, Prefix + number, To(id));

    /// <summary>The row of a record that is done.</summary>
    public static ListRow Done(string number, RecordId id) => new(TableNames.Numbers, Partition, number, To(id));

    /// <summary>The record that an id or a number means; null when it is neither. No read for an id; one or two for
    /// a number.</summary>
    public static async Task<RecordId?> Locate(
        this Lists lists, TenantId tenant, NumberedKind kind, string text, CancellationToken cancel)
    {
        if (RecordId.TryParse(kind.Prefix, text, out var id)) return id;
        if (!kind.IsNumber(text)) return null;
        var row = await lists.Find(tenant, TableNames.Open, kind.Practice, Prefix + text, cancel)
            ?? await lists.Find(tenant, TableNames.Numbers, Partition, text, cancel);
        return row is null ? null : RecordId.From(row.GetString(IdColumn));
    }

    private static Dictionary<string, object> To(RecordId id) => new() { [IdColumn] = id.Value };
}

/// <summary>A practice that numbers its records.</summary>
/// <param name="Series">What its numbers begin with.</param>
public sealed record NumberedKind(string Practice, string Prefix, string Series)
{
    private const int MostDigits = 18;

    /// <summary>Whether a text is the series, a hyphen and six or more digits.</summary>
    public bool IsNumber(string text) =>
        text.StartsWith(Series + "-", StringComparison.Ordinal) && text.Length - Series.Length - 1 is >= 6 and <= MostDigits &&
        text.AsSpan(Series.Length + 1).IndexOfAnyExceptInRange('0', '9') < 0;
}

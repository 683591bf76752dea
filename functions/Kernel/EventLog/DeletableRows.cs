using Azure.Data.Tables;
using ItsmServerless.Kernel.Storage;
using NodaTime;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>Where the rows of settings lie that may be deleted: what was deleted stays, behind all that is in force, in
/// the same partition.</summary>
/// <remarks>A list stops before it, and who needs both reads both in one query. Deletion moves a row in one
/// transaction.</remarks>
public static class DeletableRows
{
    /// <summary>Behind every key: those hold no <c>~</c>.</summary>
    private const string Deleted = "~";

    /// <summary>The row of a setting.</summary>
    public static string KeyOf(string key, Instant? deletedAt) => deletedAt is null ? key : Deleted + key;

    /// <summary>A list of what is in force.</summary>
    public static ListStream InForce(string partition) =>
        new(TableNames.Settings, [partition], TableClient.CreateQueryFilter($"RowKey lt {Deleted}"));
}

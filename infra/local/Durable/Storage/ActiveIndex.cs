using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;

namespace ItsmServerless.Local.Durable.Storage;

/// <summary>What a start must know of the instances that are not over, so that it need not read them.</summary>
/// <remarks>
/// A row that says nothing of sleep says that its instance may have work. It says so before the work is stored, and
/// until the instance sleeps or is over: a row may wake an instance for nothing, but never leaves one asleep that has
/// something to do. One that sleeps waits for its time, if it has one, or for a message.
/// </remarks>
internal sealed class ActiveIndex(TableClient table)
{
    private const int Partitions = 16;

    /// <summary>Says that an instance may have work.</summary>
    public Task AddAsync(string instanceId, CancellationToken cancellationToken) =>
        table.UpsertEntityAsync(Row(instanceId), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Says that an instance has nothing to do before a time, or a message.</summary>
    public Task SleepAsync(string instanceId, DateTimeOffset? due, CancellationToken cancellationToken)
    {
        var row = Row(instanceId);
        row["Sleeps"] = true;
        row["Due"] = due?.ToString("O", CultureInfo.InvariantCulture) ?? string.Empty;
        return table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Removes what is said of an instance that is over, or of a key without an instance.</summary>
    public Task RemoveAsync(string key, CancellationToken cancellationToken) =>
        table.DeleteEntityAsync(PartitionOf(key), key, ETag.All, cancellationToken);

    /// <summary>All that is said.</summary>
    /// <remarks>Reads the whole table, which is small: a row of some hundred bytes for each instance.</remarks>
    public IAsyncEnumerable<ActiveEntry> AllAsync(CancellationToken cancellationToken) =>
        table.QueryAsync<TableEntity>(cancellationToken: cancellationToken).Select(Read);

    private static TableEntity Row(string instanceId)
    {
        var key = InstanceRows.Key(instanceId);
        return new(PartitionOf(key), key) { ["InstanceId"] = instanceId };
    }

    private static ActiveEntry Read(TableEntity row) => new(
        row.RowKey,
        row.GetString("InstanceId"),
        row.GetBoolean("Sleeps") ?? false,
        row.GetString("Due") is { Length: > 0 } due
            ? DateTimeOffset.ParseExact(due, "O", CultureInfo.InvariantCulture)
            : null);

    // An emulator looks through the rows of a partition; many small ones keep that short.
    private static string PartitionOf(string key) =>
        (SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Partitions).ToString("x", CultureInfo.InvariantCulture);
}

/// <summary>What the index says of an instance.</summary>
/// <param name="InstanceId">Its id; <see langword="null"/> in rows of an early version, which never sleep.</param>
/// <param name="Due">When it wakes by itself.</param>
internal sealed record ActiveEntry(string Key, string? InstanceId, bool Sleeps, DateTimeOffset? Due)
{
    /// <summary>Whether it sleeps on at a time.</summary>
    public bool SleepsAt(DateTimeOffset now) => Sleeps && InstanceId is not null && !(Due <= now);
}

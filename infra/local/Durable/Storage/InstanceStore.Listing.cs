using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

internal sealed partial class InstanceStore
{
    /// <summary>Instances in the order of their keys.</summary>
    /// <remarks>
    /// Reads through the whole table, history included: for the desk, for clients that ask for all, and for purges. An
    /// instance that cannot be read is shown by what its columns say.
    /// </remarks>
    /// <param name="filter">What else must hold of a row.</param>
    /// <param name="afterKey">The key to go on behind.</param>
    /// <param name="withData">With inputs and outputs.</param>
    public async IAsyncEnumerable<InstanceState> ListAsync(
        string? filter, string? afterKey, bool withData, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var conditions = new List<string> { TableClient.CreateQueryFilter($"RowKey eq {InstanceRows.Instance}") };
        if (!string.IsNullOrEmpty(afterKey))
            conditions.Add(TableClient.CreateQueryFilter($"PartitionKey gt {afterKey}"));
        if (!string.IsNullOrEmpty(filter))
            conditions.Add(filter);
        var rows = table.QueryAsync<TableEntity>(
            string.Join(" and ", conditions),
            select: withData ? null : InstanceRows.HeadColumns,
            cancellationToken: cancellationToken);
        await foreach (var row in rows)
            yield return await ReadOrHeadAsync(row, withData, cancellationToken);
    }

    private async Task<InstanceState> ReadOrHeadAsync(
        TableEntity row, bool withData, CancellationToken cancellationToken)
    {
        try
        {
            return (await _rows.ReadAsync(row, cancellationToken, withData)).State;
        }
        catch (InvalidDataException)
        {
            // One that is damaged, or half purged, must not hide the others.
            return InstanceRows.ReadHead(row).State;
        }
    }
}

using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>What a former run left: messages that are not settled, and ids that are remembered.</summary>
internal sealed record StoredRows(List<BusMessage> Messages, List<TableEntity> Ids)
{
    /// <summary>Reads everything once, and clears away sends that were not finished.</summary>
    public static async Task<StoredRows> ReadAsync(BusStore store, CancellationToken cancellationToken)
    {
        var stored = new StoredRows([], []);
        var unfinished = new List<string>();
        await foreach (var row in store.ReadAllAsync(cancellationToken))
        {
            if (SendRows.IsMark(row))
                unfinished.Add(row.PartitionKey);
            else
                stored.Add(row);
        }
        foreach (var partition in unfinished)
            await stored.DropAsync(partition, store, cancellationToken);
        return stored;
    }

    private void Add(TableEntity row)
    {
        if (DuplicateWindow.IsIdRow(row))
            Ids.Add(row);
        else if (!SequenceNumbers.IsNumberRow(row) && !SessionStates.IsStateRow(row))
            Messages.Add(BusRow.Read(row));
    }

    /// <summary>The mark goes last: a start that ends in the middle leaves the rest to the next.</summary>
    private async Task DropAsync(string partition, BusStore store, CancellationToken cancellationToken)
    {
        foreach (var message in Messages.Where(message => message.Partition == partition))
            await store.DeleteAsync(message.Partition, message.RowKey, cancellationToken);
        foreach (var id in Ids.Where(id => id.PartitionKey == partition))
            await store.DeleteAsync(id.PartitionKey, id.RowKey, cancellationToken);
        await store.DeleteAsync(partition, SendRows.Mark, cancellationToken);
        Messages.RemoveAll(message => message.Partition == partition);
        Ids.RemoveAll(id => id.PartitionKey == partition);
    }
}

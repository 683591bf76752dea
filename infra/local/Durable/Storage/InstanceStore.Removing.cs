using Azure;
using ItsmServerless.Local.Durable.Instances;

namespace ItsmServerless.Local.Durable.Storage;

internal sealed partial class InstanceStore
{
    private static readonly string[] KeysAlone = ["PartitionKey", "RowKey"];

    /// <summary>Removes what a run that started over has left; nothing reads it any more.</summary>
    public async Task RemoveOldTurnsAsync(InstanceState before, CancellationToken cancellationToken)
    {
        var key = InstanceRows.Key(before.Id);
        if (before.HasLongTurns)
            await cells.PurgeAsync(InstanceRows.Folder(key, before.Execution), cancellationToken);
        if (before.Turns < MostOperations - Mailbox.LongestBatch)
            return;
        var (from, to) = (InstanceRows.Turn(before.Execution, 0), InstanceRows.Turn(before.Execution + 1, 0));
        await RemoveRowsAsync(key, from, to, cancellationToken);
    }

    /// <summary>Removes the messages of an instance that is over: nobody takes them.</summary>
    public Task RemoveInboxAsync(string instanceId, CancellationToken cancellationToken) =>
        RemoveRowsAsync(
            InstanceRows.Key(instanceId), InstanceRows.FirstOfInbox, InstanceRows.LastOfInbox, cancellationToken);

    /// <summary>
    /// Removes an instance with all it has; the instance itself last, so that a half purge can be repeated.
    /// </summary>
    public async Task PurgeAsync(string instanceId, CancellationToken cancellationToken)
    {
        var key = InstanceRows.Key(instanceId);
        await RemoveRowsAsync(key, InstanceRows.History, InstanceRows.Instance, cancellationToken);
        await RemoveInboxAsync(instanceId, cancellationToken);
        await cells.PurgeAsync(key, cancellationToken);
        await table.DeleteEntityAsync(key, InstanceRows.Instance, ETag.All, cancellationToken);
    }

    private async Task RemoveRowsAsync(string key, string from, string to, CancellationToken cancellationToken)
    {
        var rows = await RangeAsync(key, from, to, cancellationToken, KeysAlone).ToListAsync(cancellationToken);
        foreach (var batch in rows.Chunk(MostOperations))
            await table.SubmitTransactionAsync(batch.Select(row => Delete(row, row.RowKey)), cancellationToken);
    }

    // They are of no use to anyone, but a failure to remove one must not look like a failure to commit.
    private async Task RemoveLeftTextsAsync(
        StoredInstance before, StoredInstance after, IReadOnlyList<Message> taken, CancellationToken cancellationToken)
    {
        var left = before.Blobs.Values.Except(after.Blobs.Values)
            .Concat(taken.Select(message => message.Blob).OfType<string>());
        try
        {
            await cells.RemoveAsync(left, cancellationToken);
        }
        catch (Exception away) when (Persistent.IsOfStorage(away))
        {
            // A purge finds them by their folder.
        }
    }
}

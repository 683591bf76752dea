using Azure;
using Azure.Data.Tables;

namespace ItsmServerless.Local.ServiceBus;

/// <summary>The table behind the bus: a row per message and subscription, a row per remembered message id.</summary>
/// <remarks>
/// One host owns the table and its sequence numbers are never used twice, so a row that "already exists" or is "not
/// found" is the answer to our own call, tried again after its first answer was lost; hence also no ETags.
/// </remarks>
internal sealed class BusStore(TableClient table)
{
    private volatile bool _closed;

    /// <summary>From now on nothing is read or written.</summary>
    public void Close() => _closed = true;

    /// <summary>Makes the table.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken) =>
        await Open().CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Everything that is stored; read once, at start. The table holds only what is not settled.</summary>
    public IAsyncEnumerable<TableEntity> ReadAllAsync(CancellationToken cancellationToken) =>
        Open().QueryAsync<TableEntity>(cancellationToken: cancellationToken);

    /// <summary>Writes rows of one partition, or changes nothing.</summary>
    /// <param name="rows">What to write.</param>
    /// <param name="instead">What goes away with it, if anything.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task InsertAsync(
        IEnumerable<TableEntity> rows, TableEntity? instead, CancellationToken cancellationToken)
    {
        var actions = rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)).ToList();
        if (instead is not null)
            actions.Add(new TableTransactionAction(TableTransactionActionType.Delete, instead, ETag.All));
        try
        {
            if (actions is [var only])
                await Open().AddEntityAsync(only.Entity, cancellationToken); // Costs less than a transaction of one.
            else
                await Open().SubmitTransactionAsync(actions, cancellationToken);
        }
        catch (RequestFailedException again) when (again.Status == 409)
        {
            return; // Ours, see the remarks.
        }
    }

    /// <summary>Changes some columns; <see langword="false"/> when the message is settled already.</summary>
    public async Task<bool> ChangeAsync(TableEntity columns, CancellationToken cancellationToken)
    {
        try
        {
            await Open().UpdateEntityAsync(columns, ETag.All, TableUpdateMode.Merge, cancellationToken);
            return true;
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Takes a row away; twice is once.</summary>
    public async Task DeleteAsync(string partition, string row, CancellationToken cancellationToken) =>
        await Open().DeleteEntityAsync(partition, row, ETag.All, cancellationToken);

    /// <summary>Takes rows of one send away, all or none.</summary>
    public async Task DeleteAsync(IReadOnlyCollection<BusMessage> messages, CancellationToken cancellationToken) =>
        await Open().SubmitTransactionAsync(
            messages.Select(message => new TableTransactionAction(
                TableTransactionActionType.Delete, BusRow.KeyOf(message), ETag.All)),
            cancellationToken);

    /// <summary>Reads a row, if it is there.</summary>
    public async Task<TableEntity?> FindAsync(string partition, string row, CancellationToken cancellationToken)
    {
        var found = await Open()
            .GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Writes a row, whatever was there.</summary>
    public async Task PutAsync(TableEntity row, CancellationToken cancellationToken) =>
        await Open().UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);

    private TableClient Open()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return table;
    }
}

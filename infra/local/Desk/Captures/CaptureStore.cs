using System.Security.Cryptography;
using System.Text.Json;
using Azure.Data.Tables;

namespace ItsmServerless.Local.Desk.Captures;

/// <summary>Keeps captured requests, one row each, oldest first.</summary>
internal sealed class CaptureStore(TableClient table)
{
    private volatile bool _isMade;

    /// <summary>Keeps one.</summary>
    /// <param name="kind">What it is taken for: <c>hook</c> or <c>card</c>.</param>
    /// <param name="capture">All of it; the id is made here.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its id.</returns>
    public async Task<string> AddAsync(string kind, Capture capture, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        var id = $"{capture.At.UtcTicks:D19}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        var row = new TableEntity(kind, id)
        {
            ["name"] = capture.Name,
            ["method"] = capture.Method,
            ["query"] = capture.Query,
            ["headers"] = JsonSerializer.Serialize(capture.Headers),
            ["at"] = capture.At,
        };
        ChunkedColumn.Write(row, "body", capture.Content);
        await table.AddEntityAsync(row, cancellationToken);
        return id;
    }

    /// <summary>All of a kind, oldest first: a laptop's table is small enough.</summary>
    public async Task<IReadOnlyList<Capture>> ListAsync(string kind, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        return await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {kind}"), cancellationToken: cancellationToken)
            .Select(Read).ToListAsync(cancellationToken);
    }

    /// <summary>One of them; <see langword="null"/> when there is none of that id.</summary>
    public async Task<Capture?> FindAsync(string kind, string id, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(kind, id, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    private static Capture Read(TableEntity row) => new(
        row.RowKey,
        row.GetString("name"),
        row.GetString("method"),
        row.GetString("query"),
        JsonSerializer.Deserialize<Dictionary<string, string>>(row.GetString("headers"))!,
        ChunkedColumn.Read(row, "body"),
        row.GetDateTimeOffset("at")!.Value);

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (_isMade)
            return;
        await table.CreateIfNotExistsAsync(cancellationToken);
        _isMade = true;
    }
}

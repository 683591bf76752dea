using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Azure;
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
        var id = $"{capture.At.UtcTicks:D19}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        await AddAsync(kind, id, capture, cancellationToken);
        return id;
    }

    /// <summary>Keeps one whose sender says which it is; the same again changes nothing.</summary>
    public async Task AddOnceAsync(
        string kind, string senderId, Capture capture, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(senderId)).AsSpan(0, 16));
        try
        {
            await AddAsync(kind, id, capture, cancellationToken);
        }
        catch (RequestFailedException again) when (again.Status == 409)
        {
            return; // Posted before: a crash between posting and noting that it was posted.
        }
    }

    private async Task AddAsync(string kind, string id, Capture capture, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
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
    }

    /// <summary>All of a kind, oldest first: a laptop's table is small enough.</summary>
    public async Task<IReadOnlyList<Capture>> ListAsync(string kind, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        return await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {kind}"), cancellationToken: cancellationToken)
            .OrderBy(row => row.GetDateTimeOffset("at")).ThenBy(row => row.Timestamp)
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

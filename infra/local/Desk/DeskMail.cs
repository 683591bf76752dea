using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using MimeKit;

namespace ItsmServerless.Local.Desk;

/// <summary>A mail that would have been sent.</summary>
/// <param name="Id">The same for the same Message-ID.</param>
/// <param name="To">Every recipient, separated by commas.</param>
/// <param name="Text">The plain text; <see langword="null"/> when it has none.</param>
/// <param name="Html">The HTML as it is, not made safe.</param>
/// <param name="Headers">By name; values of a repeated header are separated by commas.</param>
/// <param name="At">When it was handed over, by the host's clock.</param>
internal sealed record DeskMail(
    string Id,
    string To,
    string? Subject,
    string? Text,
    string? Html,
    IReadOnlyDictionary<string, string> Headers,
    DateTimeOffset At);

/// <summary>Keeps captured mails, each once by its Message-ID; one row each, so the table is as small as the
/// outbox.</summary>
internal sealed class DeskMailStore(TableClient table)
{
    private const string Partition = "mail";
    private const int ChunkBytes = 60_000;

    /// <summary>What fits in a row beside the other columns (1 MiB).</summary>
    private const int MostChunks = 14;

    private volatile bool _isMade;

    /// <summary>Keeps a mail; the same Message-ID again changes nothing.</summary>
    public async Task AddAsync(MimeMessage mail, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        using var source = new MemoryStream();
        await mail.WriteToAsync(source, cancellationToken);
        var row = new TableEntity(Partition, IdOf(mail)) { ["at"] = at };
        foreach (var (index, chunk) in source.ToArray().Chunk(ChunkBytes).Take(MostChunks).Index())
            row[$"source{index:D2}"] = chunk;
        try
        {
            await table.AddEntityAsync(row, cancellationToken);
        }
        catch (RequestFailedException again) when (again.Status == 409)
        {
            return; // Handed over before: a crash between sending and noting that it was sent.
        }
    }

    /// <summary>All of them, oldest first, or those to one address.</summary>
    public async Task<IReadOnlyList<DeskMail>> ListAsync(string? to, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        var rows = await table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Partition}"), cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        var mails = rows
            .OrderBy(row => row.GetDateTimeOffset("at"))
            .ThenBy(row => row.Timestamp)
            .Select(Read);
        return [.. mails.Where(mail => to is null || IsTo(mail, to))];
    }

    /// <summary>One of them; <see langword="null"/> when there is none of that id.</summary>
    public async Task<DeskMail?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return row.HasValue ? Read(row.Value!) : null;
    }

    private static bool IsTo(DeskMail mail, string address) =>
        mail.To.Split(", ").Contains(address.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string IdOf(MimeMessage mail) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId!)).AsSpan(0, 16));

    private static DeskMail Read(TableEntity row)
    {
        using var source = new MemoryStream();
        for (var index = 0; row.GetBinary($"source{index:D2}") is { } chunk; index++)
            source.Write(chunk);
        source.Position = 0;
        var mail = MimeMessage.Load(source);
        var recipients = mail.To.Mailboxes.Concat(mail.Cc.Mailboxes).Concat(mail.Bcc.Mailboxes);
        return new DeskMail(
            row.RowKey,
            string.Join(", ", recipients.Select(recipient => recipient.Address)),
            mail.Subject,
            mail.TextBody,
            mail.HtmlBody,
            mail.Headers
                .GroupBy(header => header.Field, header => header.Value, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(header => header.Key, header => string.Join(", ", header)),
            row.GetDateTimeOffset("at")!.Value);
    }

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (_isMade)
            return;
        await table.CreateIfNotExistsAsync(cancellationToken);
        _isMade = true;
    }
}

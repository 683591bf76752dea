using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using ItsmServerless.Local.Desk.Captures;
using MimeKit;

namespace ItsmServerless.Local.Desk.Mails;

/// <summary>Keeps captured mails, each once by its Message-ID; one row each, so the table is as small as the
/// outbox.</summary>
internal sealed class DeskMailStore(TableClient table)
{
    private const string Partition = "mail";

    private volatile bool _isMade;

    /// <summary>Keeps a mail; the same Message-ID again changes nothing.</summary>
    public async Task AddAsync(MimeMessage mail, DateTimeOffset at, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        using var source = new MemoryStream();
        await mail.WriteToAsync(source, cancellationToken);
        var row = new TableEntity(Partition, IdOf(mail)) { ["at"] = at };
        ChunkedColumn.Write(row, "source", source.ToArray());
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
        return await RowAsync(id, cancellationToken) is { } row ? Read(row) : null;
    }

    /// <summary>The source of one of them, as it would have gone over the wire; <see langword="null"/> when there is
    /// none of that id.</summary>
    public async Task<byte[]?> SourceAsync(string id, CancellationToken cancellationToken) =>
        await RowAsync(id, cancellationToken) is { } row ? ChunkedColumn.Read(row, "source") : null;

    private static bool IsTo(DeskMail mail, string address) =>
        mail.To.Split(", ").Contains(address.Trim(), StringComparer.OrdinalIgnoreCase);

    private static string IdOf(MimeMessage mail) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mail.MessageId!)).AsSpan(0, 16));

    private async Task<TableEntity?> RowAsync(string id, CancellationToken cancellationToken)
    {
        await MakeAsync(cancellationToken);
        var row = await table.GetEntityIfExistsAsync<TableEntity>(Partition, id, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }

    private static DeskMail Read(TableEntity row)
    {
        using var source = new MemoryStream(ChunkedColumn.Read(row, "source"));
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

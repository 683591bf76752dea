using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Mails;

/// <summary>Which record the mails of a conversation belong to, by every id they name.</summary>
/// <remarks>A row <c>thread</c> beside the claim in the partition of an id, <c>mail|hash of the id</c>. Of all mails that
/// begin a conversation at once, in any order, the first to write the row of its oldest id decides which record it is;
/// the others find its choice. Whoever finds a record that is not begun yet begins it.</remarks>
public sealed class MailConversations(Tables tables, IssuedMessageIds ids)
{
    private const int MostNamed = 20;
    private const int MostLearned = 5;
    private const string Row = "thread";

    /// <summary>The record of the conversation that a mail begins or joins, which may not be begun yet. One transaction;
    /// a read if it is taken; and a transaction for each further id, at most 20.</summary>
    /// <param name="follows">The record it answers that takes no comments any more; null for none.</param>
    /// <remarks>What follows a record is a conversation for each sender: nobody can take over that of another.</remarks>
    public async Task<RecordId> Enter(ReceivedMail received, RecordId? follows, CancellationToken cancel)
    {
        var oldest = Oldest(received, follows);
        var (record, isOurs) = await Enter(received, oldest, Row, cancel);
        if (!isOurs) (record, _) = await Enter(received, oldest, $"{Row}|{KeyText.Hash(SenderOf(received))}", cancel);
        if (follows is null) await Remember(received, record, MostNamed, isLearned: false, cancel);
        return record;
    }

    /// <summary>Remembers the ids that a mail of a record names: those of mails that never came here, and those that
    /// providers gave to ours. Later mails may name only them. A transaction for each, at most 5.</summary>
    public Task Learn(ReceivedMail received, RecordId record, CancellationToken cancel) =>
        Remember(received, record, MostLearned, isLearned: true, cancel);

    /// <summary>What is known of an id: the record of the mail that has it, or that answers to it belong to; null when
    /// nothing is, or only by the mail itself. One query of one small partition.</summary>
    public async Task<KnownId?> Find(ReceivedMail received, string id, CancellationToken cancel)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {MailClaims.Partition(id)} and (RowKey eq {MailClaims.Row} or RowKey eq {Row})");
        var rows = await Table(received.Tenant).QueryAsync<TableEntity>(filter, cancellationToken: cancel)
            .Where(row => row.GetString("Receipt") != received.Receipt.Id.Value).ToListAsync(cancel);
        return rows.Where(row => id != received.Mail.MessageId || IsFor(received, row))
            .OrderBy(row => row.RowKey, StringComparer.Ordinal) // The mail itself knows better than its answers.
            .Select(row => new KnownId(RecordId.From(row.GetString("Record")), row.GetBoolean("Learned") is true))
            .FirstOrDefault();
    }

    private async Task<(RecordId Record, bool IsOurs)> Enter(
        ReceivedMail received, string id, string row, CancellationToken cancel)
    {
        var wanted = Entity(received, id, row, received.NewIncident, isLearned: false);
        if (await TryAdd(received.Tenant, wanted, cancel)) return (received.NewIncident, true);
        var found = await Table(received.Tenant).GetEntityAsync<TableEntity>(
            wanted.PartitionKey, row, cancellationToken: cancel);
        return (RecordId.From(found.Value.GetString("Record")), IsFor(received, found.Value));
    }

    private Task Remember(
        ReceivedMail received, RecordId record, int most, bool isLearned, CancellationToken cancel) =>
        Task.WhenAll(received.Mail.Answered.Where(id => ids.Read(received.Tenant, id) is null).Take(most).Select(
            id => TryAdd(received.Tenant, Entity(received, id, Row, record, isLearned), cancel)));

    private async Task<bool> TryAdd(TenantId tenant, TableEntity row, CancellationToken cancel)
    {
        try
        {
            await Table(tenant).AddEntityAsync(row, cancel);
            return true;
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            return false;
        }
    }

    /// <summary>Who sends under a Message-ID of somebody else has no part in their conversation, and they have none in
    /// theirs.</summary>
    private static bool IsFor(ReceivedMail received, TableEntity row) =>
        row.GetString("Sender") is not { Length: > 0 } sender || sender == SenderOf(received) ||
        MailClaims.Partition(received.Mail.MessageId ?? "") != row.PartitionKey;

    /// <summary>The sender is kept only in the row of their own mail's id.</summary>
    private static TableEntity Entity(
        ReceivedMail received, string id, string row, RecordId record, bool isLearned) =>
        new(MailClaims.Partition(id), row)
        {
            ["Receipt"] = received.Receipt.Id.Value,
            ["Record"] = record.Value,
            ["Sender"] = id == received.Mail.MessageId ? SenderOf(received) : "",
            ["Learned"] = isLearned,
        };

    private static string Oldest(ReceivedMail received, RecordId? follows) => follows is { } record
        ? $"{record}\n{SenderOf(received)}"
        : received.Mail.Answered.LastOrDefault() ?? MailClaims.KeyOf(received);

    private static string SenderOf(ReceivedMail received) => received.Mail.From?.Email.Value ?? "";

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Lookups);
}

/// <summary>What an id leads to.</summary>
/// <param name="IsLearned">Whether no mail with this id came in, nor began a conversation by its answers.</param>
public sealed record KnownId(RecordId Record, bool IsLearned);

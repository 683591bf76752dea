using Azure;
using Azure.Data.Tables;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Intake.Mails;

/// <summary>Which receipt a mail belongs to, and which record it became or is about to become.</summary>
public sealed record MailClaim(RecordId Receipt, RecordId Record, string Sender);

/// <summary>Remembers the Message-ID of every mail taken up: one that comes by two ways is taken up once, and
/// answers that name it find its record (<see cref="MailConversations"/>).</summary>
/// <remarks>A row of table <c>lookups</c> for each mail, in the partition <c>mail|hash of the Message-ID</c>, written
/// before the record is. Who sends under a Message-ID of somebody else gets a row of their own, and so cannot make the
/// other's mail a duplicate.</remarks>
public sealed class MailClaims(Tables tables)
{
    internal const string Row = "claim";

    /// <summary>Claims the mail for a receipt, or says whose it is. One transaction; a read if it is taken.</summary>
    public async Task<MailClaim> Claim(ReceivedMail received, RecordId record, CancellationToken cancel)
    {
        var wanted = new MailClaim(received.Receipt.Id, record, received.Mail.From?.Email.Value ?? "");
        var first = await Claim(received, wanted, Row, cancel);
        return first.Sender == wanted.Sender ? first : await Claim(received, wanted, RowOf(wanted.Sender), cancel);
    }

    /// <summary>Points the claim of a receipt to another record, before that is begun.</summary>
    public async Task Move(ReceivedMail received, RecordId record, CancellationToken cancel)
    {
        var sender = received.Mail.From?.Email.Value ?? "";
        var first = await Find(received.Tenant, KeyOf(received), Row, cancel);
        var row = first?.Sender == sender ? Row : RowOf(sender);
        var entity = Entity(received, new(received.Receipt.Id, record, sender), row);
        await Table(received.Tenant).UpsertEntityAsync(entity, TableUpdateMode.Replace, cancel);
    }

    private async Task<MailClaim> Claim(ReceivedMail received, MailClaim wanted, string row, CancellationToken cancel)
    {
        try
        {
            await Table(received.Tenant).AddEntityAsync(Entity(received, wanted, row), cancel);
            return wanted;
        }
        catch (RequestFailedException taken) when (taken.Status == 409)
        {
            return (await Find(received.Tenant, KeyOf(received), row, cancel))!; // Our own from before, or another's.
        }
    }

    private async Task<MailClaim?> Find(TenantId tenant, string key, string row, CancellationToken cancel)
    {
        var found = await Table(tenant).GetEntityIfExistsAsync<TableEntity>(
            Partition(key), row, cancellationToken: cancel);
        return found is { HasValue: true, Value: { } claim } ? Read(claim) : null;
    }

    private static MailClaim Read(TableEntity row) => new(
        RecordId.From(row.GetString("Receipt")), RecordId.From(row.GetString("Record")), row.GetString("Sender"));

    private TableClient Table(TenantId tenant) => tables.Of(tenant, TableNames.Lookups);

    private static TableEntity Entity(ReceivedMail received, MailClaim claim, string row) =>
        new(Partition(KeyOf(received)), row)
        {
            ["Receipt"] = claim.Receipt.Value,
            ["Record"] = claim.Record.Value,
            ["Sender"] = claim.Sender,
        };

    /// <summary>A mail without an id is claimed by its receipt: it can only be its own duplicate.</summary>
    internal static string KeyOf(ReceivedMail received) => received.Mail.MessageId ?? received.Receipt.Id.Value;

    internal static string Partition(string key) => $"mail|{KeyText.Hash(key)}";

    private static string RowOf(string sender) => $"{Row}|{KeyText.Hash(sender)}";
}

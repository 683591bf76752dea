using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Mail;

/// <summary>Message ids (RFC 5322, 3.6.4) that are recognised in answers without having been stored.</summary>
/// <remarks><c>record.part.code@domain</c>, without angle brackets here. The same mail always has the same id, so that
/// receivers know one that is sent twice, after a crash, for what it is.</remarks>
public sealed class IssuedMessageIds(Signer signer, MailSettings settings)
{
    private const string Purpose = "mail-message-id";
    private const string Root = "thread";

    /// <summary>The id that holds a record's mails together: in their References, but of no mail itself.</summary>
    public string ThreadOf(TenantId tenant, RecordId record) => Of(tenant, record, Root);

    /// <summary>The id of one mail.</summary>
    /// <param name="part">Which of the record's mails it is: lower-case letters, digits and hyphens.</param>
    public string Of(TenantId tenant, RecordId record, string part) =>
        $"{MailMac.NameOf(record)}.{part}.{MailMac.Of(signer, Purpose, Text(tenant, record, part))}@{settings.Domain}";

    /// <summary>The record that an id was issued for in this tenant; null for all other ids.</summary>
    public RecordId? Read(TenantId tenant, string messageId) => Find(tenant, messageId)?.Record;

    /// <summary>The mail that an id was issued for in this tenant; null for all other ids.</summary>
    public IssuedMessage? Find(TenantId tenant, string messageId)
    {
        if (!IsOurs(messageId)) return null;
        var local = messageId.ToLowerInvariant().Split('@')[0];
        if (local.Split('.') is not [var name, var part, var code] || MailMac.RecordOf(name) is not { } record)
            return null;
        return MailMac.Fits(signer, Purpose, Text(tenant, record, part), code) ? new(record, part) : null;
    }

    /// <summary>Whether an id ends in our domain, which nobody else writes ids in.</summary>
    public bool IsOurs(string messageId) =>
        messageId.Split('@') is [_, var domain] && domain.Equals(settings.Domain, StringComparison.OrdinalIgnoreCase);

    private static string Text(TenantId tenant, RecordId record, string part) => $"{tenant}\n{record}\n{part}";
}

/// <summary>What an id of ours was issued for.</summary>
/// <param name="Part">Which of the record's mails it is.</param>
public sealed record IssuedMessage(RecordId Record, string Part);

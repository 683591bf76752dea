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
    public RecordId? Read(TenantId tenant, string messageId)
    {
        var parts = messageId.ToLowerInvariant().Split('@');
        if (parts.Length != 2 || parts[1] != settings.Domain) return null;
        if (parts[0].Split('.') is not [var name, var part, var code] || MailMac.RecordOf(name) is not { } record)
            return null;
        return MailMac.Fits(signer, Purpose, Text(tenant, record, part), code) ? record : null;
    }

    private static string Text(TenantId tenant, RecordId record, string part) => $"{tenant}\n{record}\n{part}";
}

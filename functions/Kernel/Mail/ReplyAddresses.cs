using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using MimeKit;

namespace ItsmServerless.Kernel.Mail;

/// <summary>Addresses that an answer to one record, by one recipient, is sent to: <c>reply+…@domain</c>.</summary>
/// <remarks>Bound to tenant, record and recipient: forwarded to somebody else, or sent to another tenant, it is worth
/// nothing. The local part has 61 of the 64 octets that RFC 5321, 4.5.3.1.1 allows.</remarks>
public sealed class ReplyAddresses(Signer signer, MailSettings settings)
{
    private const string Purpose = "mail-reply-address";
    private const string Start = "reply+";

    /// <summary>The address for a recipient's answers.</summary>
    public MailboxAddress For(TenantId tenant, RecordId record, EmailAddress recipient)
    {
        var code = MailMac.Of(signer, Purpose, Text(tenant, record, recipient));
        return new(settings.From.Name, $"{Start}{MailMac.NameOf(record)}{code}@{settings.Domain}");
    }

    /// <summary>The record that an address was made for, if this sender was the recipient; else null.</summary>
    public RecordId? Read(TenantId tenant, EmailAddress address, EmailAddress sender)
    {
        var parts = address.Value.Split('@');
        if (parts.Length != 2 || parts[1] != settings.Domain || !parts[0].StartsWith(Start, StringComparison.Ordinal))
            return null;
        var token = parts[0][Start.Length..];
        if (token.Length <= MailMac.Length || MailMac.RecordOf(token[..^MailMac.Length]) is not { } record) return null;
        var code = token[^MailMac.Length..];
        return MailMac.Fits(signer, Purpose, Text(tenant, record, sender), code) ? record : null;
    }

    private static string Text(TenantId tenant, RecordId record, EmailAddress person) =>
        $"{tenant}\n{record}\n{person}";
}

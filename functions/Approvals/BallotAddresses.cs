using System.Globalization;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>What an address for decisions says, before anything proves it.</summary>
/// <param name="Expires">Whole hours since 1970 after which it is worth nothing.</param>
/// <param name="Code">What proves it.</param>
public sealed record BallotAddress(RecordId Approval, int Expires, string Code);

/// <summary>Addresses that one approver of one question sends the decision to: <c>vote+…@domain</c>.</summary>
/// <remarks>Bound like the link in the same mail: to tenant, approval, generation, question, approver, content and
/// expiry, by 128 bits of HMAC-SHA-256. The local part has 62 of the 64 octets that RFC 5321, 4.5.3.1.1 allows, so the
/// question is not written into it: the few of an approval are tried.</remarks>
public sealed class BallotAddresses(Signer signer, MailSettings settings)
{
    private const string Purpose = "approval-ballot-address";
    private const string Start = "vote+";
    private const int ExpiresLength = 5; // 20 bits of hours: enough until 2089.
    private const int SecondsOfAnHour = 3_600;
    private const int LocalLength = 62;

    /// <summary>The address; always the same for the same. Null when no answer by mail could count in this
    /// installation.</summary>
    /// <param name="generation">As the event that asks says it, like all that follows.</param>
    /// <param name="at">When the approver was asked or reminded; good for seven days from then, less a part of an
    /// hour.</param>
    public EmailAddress? For(
        TenantId tenant, RecordId approval, int generation, int question, EmailAddress approver, string contentHash,
        Instant at)
    {
        if (settings.AuthenticationServer is null) return null;
        var expires = (int)((at + Approval.LinkLife).ToUnixTimeSeconds() / SecondsOfAnHour);
        var code = MailMac.Of(
            signer, Purpose, Text(tenant, approval, generation, question, approver, contentHash, expires));
        return new($"{Start}{MailMac.NameOf(approval)[Approval.Prefix.Length..]}{expires:x5}{code}@{settings.Domain}");
    }

    /// <summary>What an address says that looks like one of these; null for all others.</summary>
    public BallotAddress? Read(EmailAddress address)
    {
        var parts = address.Value.Split('@');
        if (parts is not [{ Length: LocalLength } local, var domain] || domain != settings.Domain) return null;
        if (!local.StartsWith(Start, StringComparison.Ordinal)) return null;
        var (name, code) = (local[Start.Length..^MailMac.Length], local[^MailMac.Length..]);
        var isHours = int.TryParse(
            name[^ExpiresLength..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var expires);
        return isHours && MailMac.RecordOf(Approval.Prefix + name[..^ExpiresLength]) is { } approval
            ? new(approval, expires, code)
            : null;
    }

    /// <summary>The question that an address was made for, if it is good now and this approver is asked in it; else
    /// null.</summary>
    public Question? QuestionOf(
        BallotAddress address, TenantId tenant, Approval approval, EmailAddress approver, Instant now)
    {
        if (now.ToUnixTimeSeconds() >= (long)address.Expires * SecondsOfAnHour) return null;
        return approval.Questions.FirstOrDefault(question => question.BallotOf(approver) is not null &&
            MailMac.Fits(signer, Purpose, TextOf(question), address.Code));

        string TextOf(Question question) => Text(
            tenant, approval.Id, approval.Generation, question.Number, approver, approval.ContentHash, address.Expires);
    }

    private static string Text(
        TenantId tenant, RecordId approval, int generation, int question, EmailAddress approver, string contentHash,
        int expires) =>
        $"{tenant}\n{approval}\n{generation}\n{question}\n{approver}\n{contentHash}\n{expires}";
}

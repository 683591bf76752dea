using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using MimeKit;

namespace ItsmServerless.Intake.Mime;

/// <summary>Reads what mail systems say of mails that were sent.</summary>
/// <remarks>RFC 3464 in RFC 6522, as Postfix, Exchange and Gmail write it; else the bounce of a system that writes none
/// (Exim, qmail), of which no more is believed than the failed recipients and the returned headers.</remarks>
internal static partial class DeliveryReportReader
{
    private const int MostRecipients = 50;
    private const int MostReturned = 20;
    private const int MostText = 64 << 10;
    private const int LongestDiagnostic = 200;
    private const int LongestId = 512;

    /// <summary>Null for a mail that is no report, or none about delivery.</summary>
    public static DeliveryReport? Of(MimeMessage mail)
    {
        if (Natures.Of(mail) != MailNature.Report) return null;
        var text = Text(mail);
        MessageDeliveryStatus[] status = [.. mail.BodyParts.OfType<MessageDeliveryStatus>()];
        var recipients = status.SelectMany(part => part.StatusGroups).Select(Outcome).OfType<DeliveryOutcome>();
        return new(
            [.. (status.Length > 0 ? recipients : Failed(mail, text)).Take(MostRecipients)],
            [.. Returned(mail, text).Distinct().Take(MostReturned)]);
    }

    /// <summary>Null for the group about the mail as a whole, and for what names nobody.</summary>
    private static DeliveryOutcome? Outcome(HeaderList group)
    {
        var (original, final) = (Address(group["Original-Recipient"]), Address(group["Final-Recipient"]));
        if (original is null && final is null) return null;
        var diagnostic = group["Diagnostic-Code"];
        var said = DeliveryStatus.In(group["Status"]) ?? DeliveryStatus.Unknown;
        return new(
            original, final, Action(group["Action"]),
            said == DeliveryStatus.Unknown ? DeliveryStatus.In(diagnostic) ?? said : said, Line(diagnostic));
    }

    private static DeliveryAction Action(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        "failed" => DeliveryAction.Failed,
        "delayed" => DeliveryAction.Delayed,
        _ => DeliveryAction.Other,
    };

    /// <summary>A bounce without a report: whoever it names, else whom the returned mail was for.</summary>
    private static IEnumerable<DeliveryOutcome> Failed(MimeMessage mail, string text)
    {
        var named = mail.Headers.Where(IsOfFailed).SelectMany(header => header.Value.Split(','));
        var addressed = Nested(mail).SelectMany(returned => returned.To.Mailboxes.Select(to => to.Address))
            .Concat(ReturnedTo().Matches(text).Select(match => match.Groups["to"].Value));
        EmailAddress[] failed = [.. named.Select(Address).OfType<EmailAddress>()];
        if (failed.Length == 0) failed = [.. addressed.Select(Address).OfType<EmailAddress>()];
        var reason = Reason().Match(text) is { Success: true } match ? Line(match.Value) : null;
        var status = DeliveryStatus.In(reason) ?? DeliveryStatus.Unknown;
        return failed.Distinct().Select(who => new DeliveryOutcome(null, who, DeliveryAction.Failed, status, reason));
    }

    private static bool IsOfFailed(Header header) =>
        header.Field.Equals("X-Failed-Recipients", StringComparison.OrdinalIgnoreCase);

    /// <summary>Of the returned mail or its headers; as text where they were written into it; at last what the report
    /// says it answers, as Exchange and Gmail write.</summary>
    private static IEnumerable<string> Returned(MimeMessage mail, string text) => Nested(mail)
        .Select(returned => returned.MessageId)
        .Concat(ReturnedId().Matches(text).Select(match => match.Groups["id"].Value))
        .Append(mail.InReplyTo).OfType<string>().Where(id => id.Length <= LongestId);

    private static IEnumerable<MimeMessage> Nested(MimeMessage mail) =>
        mail.BodyParts.OfType<MessagePart>().Select(part => part.Message).OfType<MimeMessage>();

    /// <summary>All text parts: some systems return the headers in one of their own.</summary>
    private static string Text(MimeMessage mail)
    {
        var text = string.Join('\n', mail.BodyParts.OfType<TextPart>().Take(MostReturned).Select(part => part.Text));
        return text.Length > MostText ? text[..MostText] : text;
    }

    /// <summary><c>rfc822; ada@example.org</c>, or the address alone.</summary>
    private static EmailAddress? Address(string? text)
    {
        var address = text?[(text.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim().Trim('<', '>');
        return EmailAddress.IsValid(address) ? EmailAddress.From(address!) : null;
    }

    private static string? Line(string? text) =>
        HeaderText.Line(text, LongestDiagnostic) is { Length: > 0 } line ? line : null;

    [GeneratedRegex(@"^[ \t>]*Message-ID:\s*<(?<id>[^<>\s]+)>", Anywhere)]
    private static partial Regex ReturnedId();

    [GeneratedRegex(@"^[ \t>]*To:[^<\r\n]*?<?(?<to>[^<>\s,]+@[^<>\s,]+)>?", Anywhere)]
    private static partial Regex ReturnedTo();

    /// <summary>A line with an SMTP reply or a status.</summary>
    [GeneratedRegex(@"^.*\b([45][0-9][0-9][ -]|[45]\.[0-9]{1,3}\.[0-9]{1,3}).*$", Anywhere)]
    private static partial Regex Reason();

    private const RegexOptions Anywhere = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture |
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant;
}

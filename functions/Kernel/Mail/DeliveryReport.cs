using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Kernel.Mail;

/// <summary>What a mail system says became of a mail (RFC 3464).</summary>
/// <param name="Recipients">Those that it is about.</param>
/// <param name="Returned">The Message-IDs that it gives as the mail's, without angle brackets. Anybody can write one:
/// only <see cref="IssuedMessageIds"/> tells whether it is worth anything.</param>
public sealed record DeliveryReport(ImmutableArray<DeliveryOutcome> Recipients, ImmutableArray<string> Returned);

/// <summary>What became of a mail for one recipient.</summary>
/// <param name="Original">The address as the sender wrote it (RFC 3461, 4.2); null when the report does not
/// say.</param>
/// <param name="Final">The address that it ended at, after forwarding.</param>
/// <param name="Status">As in RFC 3463: <c>5.1.1</c>.</param>
/// <param name="Diagnostic">One line of the other side's words, for the desk's eyes.</param>
public sealed partial record DeliveryOutcome(
    EmailAddress? Original, EmailAddress? Final, DeliveryAction Action, DeliveryStatus Status, string? Diagnostic)
{
    /// <summary>Whether no mail will ever reach the address.</summary>
    /// <remarks>Servers that know no enhanced codes say 5.0.0; what counts then is the reply of the other side: 550,
    /// 551 and 553 are about the mailbox (RFC 5321, 4.2.3).</remarks>
    public bool IsForGood => Action == DeliveryAction.Failed && (Status.IsOfAddress ||
        (Status == DeliveryStatus.Unknown && Diagnostic is { } said && NoMailbox().IsMatch(said)));

    /// <summary>Whether it speaks of an address.</summary>
    public bool IsAbout(EmailAddress address) => Original == address || Final == address;

    [GeneratedRegex(@"(^|[^0-9.])55[013]([^0-9.]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NoMailbox();
}

/// <summary>What was done with a mail (RFC 3464, 2.3.3).</summary>
public enum DeliveryAction
{
    /// <summary>It was delivered, passed on, or nothing that is known was said.</summary>
    Other,
    /// <summary>It is still being tried.</summary>
    Delayed,
    /// <summary>It was given up.</summary>
    Failed,
}

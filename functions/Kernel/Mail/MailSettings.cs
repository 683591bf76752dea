using ItsmServerless.Kernel.Ids;
using Microsoft.Extensions.Configuration;
using MimeKit;

namespace ItsmServerless.Kernel.Mail;

/// <summary>Under which names the installation writes mails.</summary>
/// <param name="Domain">Ours alone: message ids and reply addresses end in it. Setting <c>Mail:Domain</c>.</param>
/// <param name="From">The sender of every mail. Setting <c>Mail:From</c>, with or without a display name.</param>
/// <param name="DeskAddress">Who is told when nobody else can be. Setting <c>Mail:DeskAddress</c>.</param>
public sealed record MailSettings(string Domain, MailboxAddress From, EmailAddress DeskAddress)
{
    /// <summary>The mail server whose word about senders counts, by the name it puts first in its
    /// Authentication-Results (RFC 8601, 2.5); null for none. Setting <c>Mail:AuthenticationServer</c>.</summary>
    public string? AuthenticationServer { get; init; }

    /// <summary>Whether a mail's From is believed unless that server denies it: on a laptop, where nobody checks senders.
    /// Else only what the server vouches for is, if one is named. Setting <c>Mail:BelieveFrom</c>.</summary>
    public bool BelieveFrom { get; init; }

    /// <summary>What our mails carry as <see cref="LoopHeader"/>: a mail that comes in with it is one of ours.</summary>
    public string LoopMark => Domain;

    /// <summary>The header by which an installation knows its own mails again.</summary>
    public const string LoopHeader = "X-Loop";

    /// <summary>Reads the settings; a missing or broken one stops the process with its name.</summary>
    public static MailSettings Of(IConfiguration configuration) => new(
        configuration.Required("Mail:Domain", ParseDomain), configuration.Required("Mail:From", ParseMailbox),
        EmailAddress.From(configuration.Required("Mail:DeskAddress", ParseMailbox).Address))
    {
        AuthenticationServer = configuration["Mail:AuthenticationServer"] is { Length: > 0 }
            ? configuration.Required("Mail:AuthenticationServer", ParseDomain)
            : null,
        BelieveFrom = configuration["Mail:BelieveFrom"] is { Length: > 0 } &&
            configuration.Required("Mail:BelieveFrom", bool.Parse),
    };

    /// <summary>Whether an address is the one that our mails come from.</summary>
    public bool IsOwn(EmailAddress address) => address == EmailAddress.From(From.Address);

    private static string ParseDomain(string text) =>
        Uri.CheckHostName(text) == UriHostNameType.Dns && text.All(char.IsAscii)
            ? text.ToLowerInvariant()
            : throw new FormatException($"{text} is no domain name.");

    private static MailboxAddress ParseMailbox(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && EmailAddress.IsValid(mailbox.Address)
            ? mailbox
            : throw new FormatException($"{text} is no mail address.");
}

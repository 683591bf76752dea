using System.Collections.Immutable;
using MimeKit;

namespace ItsmServerless.Notifications;

/// <summary>Hands finished mails over: to an SMTP server, or to the developer's desk.</summary>
public interface IMailTransport
{
    /// <summary>Returns when the other side has taken the mail for every recipient.</summary>
    /// <remarks>May be called again with the same mail after a crash: the Message-ID is the same, by which the receiver
    /// knows it. Any other exception than <see cref="MailRefusedException"/> means: try again later.</remarks>
    /// <exception cref="MailRefusedException">Some recipients will never take it; the others have.</exception>
    Task Send(MimeMessage message, CancellationToken cancel);
}

/// <summary>The other side refused a mail for good (RFC 5321, 4.2.1: replies 5yz).</summary>
/// <param name="recipients">Those it was refused for; it was handed over for all others.</param>
/// <param name="reason">The reply of the other side; not to be shown to callers.</param>
public sealed class MailRefusedException(ImmutableArray<string> recipients, string reason) : Exception(reason)
{
    /// <summary>The addresses it was refused for.</summary>
    public ImmutableArray<string> Recipients { get; } = recipients;
}

using ItsmServerless.Notifications;
using MimeKit;

namespace ItsmServerless.Local.Desk.Mails;

/// <summary>Captures mails on the desk instead of sending them.</summary>
internal sealed class DeskMailTransport(DeskMailStore mails, TimeProvider time) : IMailTransport
{
    /// <inheritdoc/>
    public Task Send(MimeMessage message, CancellationToken cancel) =>
        mails.AddAsync(message, time.GetUtcNow(), cancel);
}

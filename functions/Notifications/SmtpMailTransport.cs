using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ItsmServerless.Notifications;

/// <summary>The SMTP server that takes our mails: the settings of section <c>Smtp</c>.</summary>
/// <param name="User">Null when the server asks for no authentication.</param>
/// <param name="UseTls">Off only in closed networks. Port 465 speaks TLS from the start, others by STARTTLS (RFC 8314).
/// </param>
public sealed record SmtpSettings(string Host, int Port, string? User, string? Password, bool UseTls)
{
    private const int ImplicitTlsPort = 465;

    internal SecureSocketOptions Security => (UseTls, Port) switch
    {
        (false, _) => SecureSocketOptions.None,
        (true, ImplicitTlsPort) => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}

/// <summary>Sends over SMTP, one connection a mail.</summary>
public sealed class SmtpMailTransport(SmtpSettings settings) : IMailTransport
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task Send(MimeMessage message, CancellationToken cancel)
    {
        using var client = new Client { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(settings.Host, settings.Port, settings.Security, cancel);
        if (settings.User is { } user) await client.AuthenticateAsync(user, settings.Password ?? "", cancel);
        await Hand(client, message, cancel);
        await client.DisconnectAsync(quit: true, cancel);
        if (client.Refusals.Count > 0)
            throw new MailRefusedException([.. client.Refusals.Keys], client.Refusals.Values.First());
    }

    private static async Task Hand(Client client, MimeMessage message, CancellationToken cancel)
    {
        try
        {
            await client.SendAsync(message, cancel);
        }
        catch (SmtpCommandException refused)
            when (refused.ErrorCode == SmtpErrorCode.MessageNotAccepted && IsForGood(refused.StatusCode))
        {
            // The content was refused, or every recipient was: MailKit reports both alike.
            throw new MailRefusedException([.. message.To.Mailboxes.Select(to => to.Address)], refused.Message);
        }
    }

    private static bool IsForGood(SmtpStatusCode status) => (int)status >= 500;

    /// <summary>Goes on when one recipient is refused for good; a refusal for now fails the mail.</summary>
    private sealed class Client : SmtpClient
    {
        public Dictionary<string, string> Refusals { get; } = [];

        protected override void OnRecipientNotAccepted(
            MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
        {
            if (IsForGood(response.StatusCode))
                Refusals[mailbox.Address] = $"{(int)response.StatusCode} {response.Response}";
            else base.OnRecipientNotAccepted(message, mailbox, response);
        }
    }
}

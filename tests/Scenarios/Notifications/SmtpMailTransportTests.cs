using ItsmServerless.Notifications;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Notifications;

public sealed class SmtpMailTransportTests
{
    private const string Ada = "ada@example.org";
    private const string Gone = "gone@example.org";

    [Fact]
    public async Task Mail_IsHandedOverWithItsHeaders()
    {
        await using var server = new SmtpServer(_ => null);
        await Send(server, Ada);
        Assert.Contains($"RCPT TO:<{Ada}>", server.Lines);
        Assert.Contains("Message-Id: <1@itsm.example>", server.Lines);
    }

    [Fact]
    public async Task Recipient_RefusedForGood_DoesNotHoldUpTheOther()
    {
        await using var server = new SmtpServer(line => line.Contains(Gone) ? "550 no such user" : null);
        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Send(server, Gone, Ada));
        Assert.Equal([Gone], refusal.Recipients);
        Assert.Contains("DATA", server.Lines);
    }

    [Fact]
    public async Task AllRecipients_RefusedForGood_AreAllNamed()
    {
        await using var server = new SmtpServer(line => line.StartsWith("RCPT", StringComparison.Ordinal) ? "550 no such user" : null);
        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Send(server, Gone, Ada));
        Assert.Equal([Gone, Ada], refusal.Recipients);
        Assert.DoesNotContain("DATA", server.Lines);
    }

    [Fact]
    public async Task Content_RefusedForGood_IsARefusalByAll()
    {
        await using var server = new SmtpServer(line => line == "." ? "554 looks like spam" : null);
        var refusal = await Assert.ThrowsAsync<MailRefusedException>(() => Send(server, Ada));
        Assert.Equal([Ada], refusal.Recipients);
    }

    [Theory]
    [InlineData("RCPT", "451 try again later")]
    [InlineData("MAIL", "421 too busy")]
    [InlineData("MAIL", "530 log in first")] // Our own settings are wrong: the mail waits until they are not.
    [InlineData("DATA", "452 no room")]
    public async Task RefusalForNow_IsNoRefusalForGood(string command, string reply)
    {
        await using var server = new SmtpServer(line => line.StartsWith(command, StringComparison.Ordinal) ? reply : null);
        var failure = await Record.ExceptionAsync(() => Send(server, Ada));
        Assert.NotNull(failure);
        Assert.IsNotType<MailRefusedException>(failure);
    }

    [Fact]
    public async Task ServerWithoutTls_IsNotTalkedTo_WhenTlsIsAsked()
    {
        await using var server = new SmtpServer(_ => null);
        await Assert.ThrowsAnyAsync<NotSupportedException>(() => Send(server, useTls: true, Ada));
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    private static Task Send(SmtpServer server, params string[] to) => Send(server, useTls: false, to);

    private static async Task Send(SmtpServer server, bool useTls, params string[] to)
    {
        using var message = new MimeMessage { MessageId = "1@itsm.example", Body = new TextPart { Text = "y" } };
        message.From.Add(MailboxAddress.Parse("desk@itsm.example"));
        message.To.AddRange(to.Select(MailboxAddress.Parse));
        var transport = new SmtpMailTransport(new("127.0.0.1", server.Port, null, null, useTls));
        await transport.Send(message, TestContext.Current.CancellationToken);
    }
}

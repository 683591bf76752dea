using System.Text;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

public sealed class DeliveryReportTests
{
    private const string Id = "inc01.0007-1.code@mail.itsm.example";
    private const string Ada = "ada@example.org";

    [Theory]
    [InlineData("postfix", "5.1.1")]
    [InlineData("exchange", "5.1.10")]
    [InlineData("gmail", "5.1.1")]
    [InlineData("exim", "5.0.0")]
    [InlineData("qmail", "5.1.1")]
    public void Bounce_SaysWhomAMailDidNotReach_AndWhichMail(string system, string status)
    {
        var report = Read(Bounce(system));
        var outcome = Assert.Single(report.Recipients);
        Assert.True(outcome.IsAbout(EmailAddress.From(Ada)));
        Assert.Equal((DeliveryAction.Failed, status), (outcome.Action, $"{outcome.Status}"));
        Assert.True(outcome.IsForGood, outcome.Diagnostic);
        Assert.Equal(Id, report.Returned[0]);
    }

    /// <summary>RFC 3463, 3: what is about the mail and not the address.</summary>
    [Theory]
    [InlineData("5.2.2", "failed")] // Mailbox full.
    [InlineData("5.3.4", "failed")] // Message too big for system.
    [InlineData("5.7.1", "failed")] // Delivery not authorized.
    [InlineData("4.4.7", "failed")] // Delivery time expired.
    [InlineData("4.4.1", "delayed")] // No answer from host.
    [InlineData("5.1.1", "delayed")]
    [InlineData("2.0.0", "delivered")]
    public void Failure_ThatIsNotTheAddresss_IsNotForGood(string status, string action) =>
        Assert.False(Assert.Single(Read(Bounces.Postfix(Id, Ada, status, action)).Recipients).IsForGood);

    /// <summary>RFC 3461, 4.2: what was forwarded ends at another address.</summary>
    [Fact]
    public void Report_OnAForwardedMail_IsAboutBothAddresses()
    {
        var outcome = Assert.Single(Read(Bounces.Postfix(Id, Ada).Replace(
            "Final-Recipient: rfc822; ada@example.org", "Final-Recipient: rfc822; ada@home.example",
            StringComparison.Ordinal)).Recipients);
        Assert.True(outcome.IsAbout(EmailAddress.From(Ada)));
        Assert.True(outcome.IsAbout(EmailAddress.From("ada@home.example")));
    }

    [Fact]
    public void Report_OfSeveralRecipients_NamesEach()
    {
        var several = Bounces.Postfix(Id, Ada).Replace(
            "Remote-MTA: dns; mx.example.org",
            "\nFinal-Recipient: rfc822; bob@example.org\nAction: delayed\nStatus: 4.2.2", StringComparison.Ordinal);
        Assert.Equal(
            [DeliveryAction.Failed, DeliveryAction.Delayed], Read(several).Recipients.Select(who => who.Action));
    }

    [Fact]
    public void ReportInAnotherMail_AsWhenItIsForwarded_IsNone()
    {
        var forwarded = $"From: {Ada}\nSubject: Fwd\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=f\n\n" +
            "--f\nContent-Type: text/plain\n\nWhat is this?\n--f\nContent-Type: message/rfc822\n\n" +
            $"{Bounces.Postfix(Id, Ada)}\n--f--\n";
        var mail = Mail(forwarded);
        Assert.Equal((MailNature.Personal, null), (mail.Nature, mail.Report));
    }

    [Theory]
    [InlineData("5.1.1 unknown", "5.1.1")]
    [InlineData("smtp; 550-5.1.1 The email account", "5.1.1")]
    [InlineData("4.2.2 (full)", "4.2.2")]
    [InlineData("host 192.5.1.1 said no", null)]
    [InlineData("3.1.1", null)]
    [InlineData("", null)]
    public void Status_IsFoundInText(string text, string? expected) =>
        Assert.Equal(expected, DeliveryStatus.In(text)?.ToString());

    private static string Bounce(string system) => system switch
    {
        "postfix" => Bounces.Postfix(Id, Ada),
        "exchange" => Bounces.Exchange(Id, Ada),
        "gmail" => Bounces.Gmail(Id, Ada),
        "exim" => Bounces.Exim(Id, Ada),
        _ => Bounces.Qmail(Id, Ada),
    };

    private static DeliveryReport Read(string mail) => Mail(mail).Report!;

    private static InboundMail Mail(string mail) => MailReader.Read(Encoding.UTF8.GetBytes(mail)).Mail!;
}

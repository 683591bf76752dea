using System.Text;
using ItsmServerless.Intake.Mails;
using ItsmServerless.Intake.Mime;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tests.Unit.Notifications;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake.Mails;

/// <summary>Security case E-07.</summary>
public sealed class MailTrustTests
{
    private const string Pass = "Authentication-Results: mx.itsm.example; dmarc=pass header.from=acme.example\r\n";
    private const string Fail = "Authentication-Results: mx.itsm.example; dmarc=fail header.from=acme.example\r\n";
    private const string Other = "Authentication-Results: mx.evil.example; dmarc=fail header.from=acme.example\r\n";

    private static readonly MailSettings Named =
        GivenMail.Settings with { AuthenticationServer = "mx.itsm.example" };

    /// <param name="headers">What is above From.</param>
    [Theory]
    [InlineData(Pass, true, true, true)]
    [InlineData(Fail, false, false, false)]
    [InlineData("", false, true, true)]
    [InlineData(Other, false, true, true)]
    [InlineData(Fail + Pass, false, false, false)] // What is below the topmost, the sender may have written.
    [InlineData("From: Eve <eve@evil.example>\r\n" + Pass, false, false, false)]
    public void Sender_IsBelieved_AsTheServerThatChecksSays(string headers, bool strictly, bool mildly, bool signed)
    {
        var mail = Read(headers);
        Assert.Equal(
            (strictly, mildly, signed, true),
            (MailTrust.Believes(Named, mail), MailTrust.Believes(Named with { BelieveFrom = true }, mail),
                MailTrust.BelievesSigned(Named, mail), MailTrust.Believes(GivenMail.Settings, mail)));
    }

    private static InboundMail Read(string headers) => MailReader.Read(
        Encoding.ASCII.GetBytes($"{headers}From: Ann <ann@acme.example>\r\nSubject: x\r\n\r\nx\r\n")).Mail!;
}

using System.Text;
using ItsmServerless.Intake.Mime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>Security cases E-01 to E-03; RFC 3834, 2 and 5.</summary>
public sealed class NaturesTests
{
    [Theory]
    [InlineData("X-Nothing: 1", MailNature.Personal)]
    [InlineData("Auto-Submitted: no", MailNature.Personal)]
    [InlineData("Auto-Submitted: auto-replied", MailNature.AutomaticReply)]
    [InlineData("Auto-Submitted: auto-replied (vacation); owner=x", MailNature.AutomaticReply)]
    [InlineData("Auto-Submitted: auto-generated", MailNature.Automatic)]
    [InlineData("Auto-Submitted: auto-notified; owner-email=\"x\"", MailNature.Automatic)]
    [InlineData("Precedence: auto_reply", MailNature.AutomaticReply)]
    [InlineData("X-Autoreply: yes", MailNature.AutomaticReply)]
    [InlineData("Precedence: bulk", MailNature.Listed)]
    [InlineData("Precedence: Junk", MailNature.Listed)]
    [InlineData("Precedence: list", MailNature.Listed)]
    [InlineData("List-Id: <a.example.org>", MailNature.Listed)]
    [InlineData("List-Help: <mailto:a@example.org>", MailNature.Listed)]
    [InlineData("Mailing-List: contact a@example.org", MailNature.Listed)]
    [InlineData("X-Loop: other.example", MailNature.Listed)]
    [InlineData("X-Auto-Response-Suppress: All", MailNature.Listed)]
    [InlineData("X-MS-Exchange-Inbox-Rules-Loop: ada@example.org", MailNature.Listed)]
    [InlineData("Return-Path: <>", MailNature.Automatic)]
    [InlineData("X-Failed-Recipients: ada@example.org", MailNature.Report)]
    [InlineData("Content-Type: multipart/report; report-type=disposition-notification; boundary=b", MailNature.Report)]
    public void Header_SaysWhoIsBehindAMail(string header, MailNature expected) =>
        Assert.Equal(expected, NatureOf($"From: ada@example.org\r\n{header}"));

    [Theory]
    [InlineData("From: MAILER-DAEMON@example.org", MailNature.Report)]
    [InlineData("From: postmaster@example.org\r\nReturn-Path: <>", MailNature.Report)]
    [InlineData("From: postmaster@example.org", MailNature.Personal)]
    public void Sender_SaysWhoIsBehindAMail(string headers, MailNature expected) =>
        Assert.Equal(expected, NatureOf(headers));

    private static MailNature NatureOf(string headers) =>
        MailReader.Read(Encoding.UTF8.GetBytes($"{headers}\r\nSubject: x\r\n\r\ny\r\n")).Mail!.Nature;
}

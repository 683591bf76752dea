using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tests.Unit.Incidents;
using MimeKit;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class MailComposerTests
{
    private static readonly Incident Incident = Given.In(IncidentState.Assigned);

    [Fact]
    public void Subject_BeginsWithTheNumber() =>
        Assert.Equal("[INC-000001] Printer on fire", Answer("x").Subject);

    [Theory]
    [InlineData("Printer\r\nBcc: victim@example.com")]
    [InlineData("Printer\nX-Evil: 1\n\nbody")]
    [InlineData("Printer\u2028Bcc: victim@example.com")]
    [InlineData("Printer\0\r")]
    public void Title_WithLineBreaks_StaysOneHeader(string title)
    {
        var mail = GivenMail.Sent(GivenMail.Comment(), Incident with { Title = title });
        Assert.Empty(mail.Bcc);
        Assert.Null(mail.Headers["X-Evil"]);
        Assert.DoesNotContain(mail.Subject!, char.IsControl);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("\"><svg/onload=alert(1)>", "<svg")]
    [InlineData("<a href=\"javascript:1\">x</a>", "<a ")]
    public void Comment_WithMarkup_IsShownAsText(string comment, string forbidden)
    {
        var mail = Answer(comment);
        Assert.DoesNotContain(forbidden, mail.HtmlBody);
        Assert.Contains(comment, mail.TextBody);
    }

    /// <summary>Security case B15: expressions of template languages.</summary>
    [Theory]
    [InlineData("{{7*7}}")]
    [InlineData("${7*7}")]
    [InlineData("<%= 7*7 %>")]
    [InlineData("{0} {title}")]
    public void Comment_WithExpressions_StaysAsItIs(string comment)
    {
        Assert.Contains(comment, Answer(comment).TextBody);
        Assert.DoesNotContain("49", Answer(comment).HtmlBody);
    }

    [Fact]
    public void Mail_IsMarkedAsMadeByAMachine()
    {
        Assert.Equal("auto-generated", Answer("x").Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("OOF, AutoReply", Answer("x").Headers["X-Auto-Response-Suppress"]);
        Assert.Equal("mail.itsm.example", Answer("x").Headers["X-Loop"]);
        Assert.DoesNotContain(Answer("x").Headers, one => one.Field.StartsWith("List-", StringComparison.Ordinal));
    }

    [Fact]
    public void Acknowledgement_OfAMail_AnswersThatMail()
    {
        var mail = Acknowledgement("first@example.org");
        Assert.Equal("auto-replied", mail.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("first@example.org", mail.InReplyTo);
        Assert.Equal([GivenMail.Ids.ThreadOf(GivenMail.Tenant, Given.Id), "first@example.org"], mail.References);
    }

    [Theory]
    [InlineData("a@b>\r\nBcc: victim@example.com\r\nX: <c")]
    [InlineData("not an id")]
    [InlineData("a@b> <c@d")]
    public void Acknowledgement_OfAMailWithABrokenId_DoesNotRepeatIt(string messageId)
    {
        var mail = Acknowledgement(messageId);
        Assert.Equal(GivenMail.Ids.ThreadOf(GivenMail.Tenant, Given.Id), mail.InReplyTo);
        Assert.Empty(mail.Bcc);
    }

    [Fact]
    public void Mails_OfOneRecord_ShareAThreadButNotAnId()
    {
        var (one, other) = (Answer("x"), GivenMail.Sent(new IncidentResolved("fixed", "y"), Incident));
        Assert.Equal(one.References[0], other.References[0]);
        Assert.NotEqual(one.MessageId, other.MessageId);
    }

    [Fact]
    public void TheSameEnvelope_HasTheSameMessageId() => Assert.Equal(Answer("x").MessageId, Answer("x").MessageId);

    [Fact]
    public void MessageId_IsRecognisedAsOurs() =>
        Assert.Equal(Given.Id, GivenMail.Ids.Read(GivenMail.Tenant, Answer("x").MessageId!));

    [Fact]
    public void ReplyTo_IsTheRecipientsOwnAddressForTheRecord()
    {
        var address = EmailAddress.From(((MailboxAddress)Answer("x").ReplyTo.Single()).Address);
        Assert.Equal(Given.Id, GivenMail.Replies.Read(GivenMail.Tenant, address, Given.Ada));
    }

    [Fact]
    public void AnswerableMail_SaysWhereToWrite()
    {
        Assert.StartsWith(AnswerLine.Text, Answer("x").TextBody);
        Assert.Contains(AnswerLine.Text, Answer("x").HtmlBody);
    }

    private static MimeMessage Answer(string text) =>
        GivenMail.Sent(GivenMail.Comment() with { Body = text }, Incident);

    private static MimeMessage Acknowledgement(string messageId) => GivenMail.Sent(
        Given.Reported() with { Origin = new(new("src_1"), new("rcp_1"), messageId) }, Incident);
}

using System.Text;
using ItsmServerless.Intake.Mime;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>Security case E-07; RFC 8601, 5 and 7.1.</summary>
public sealed class SenderProofTests
{
    private const string Server = "mx.itsm.example";
    private const string Ann = "From: Ann <ann@acme.example>\r\n";
    private const string Dmarc = "Authentication-Results: mx.itsm.example; dmarc=pass header.from=acme.example\r\n";

    [Theory]
    [InlineData("mx.itsm.example; dmarc=pass header.from=acme.example")]
    [InlineData("MX.itsm.example; spf=fail smtp.mailfrom=evil.example; dmarc=PASS (p=reject) header.from=ACME.example")]
    [InlineData("mx.itsm.example 1;\r\n dkim=pass header.d=list.example;\r\n dmarc=pass header.from=acme.example")]
    [InlineData("mx.itsm.example; dkim=pass header.d=acme.example header.s=one")]
    [InlineData("mx.itsm.example; dkim=pass header.d=acme.example; dmarc=none header.from=acme.example")]
    [InlineData("mx.itsm.example; dkim=fail header.d=evil.example; dkim=pass header.d=acme.example")]
    public void Sender_IsVouchedFor_ByTheDomain(string results) =>
        Assert.True(Vouched($"Authentication-Results: {results}\r\n{Ann}"));

    [Theory]
    [InlineData("mx.evil.example; dmarc=pass header.from=acme.example")]
    [InlineData("itsm.example; dmarc=pass header.from=acme.example")]
    [InlineData("mx.itsm.example.evil.example; dmarc=pass header.from=acme.example")]
    [InlineData("dmarc=pass header.from=acme.example")]
    [InlineData("mx.itsm.example 2; dmarc=pass header.from=acme.example")]
    [InlineData("i=1; mx.itsm.example; dmarc=pass header.from=acme.example")]
    [InlineData("mx.itsm.example; none")]
    [InlineData("mx.itsm.example; spf=pass smtp.mailfrom=acme.example")]
    [InlineData("mx.itsm.example; dkim=pass header.d=evil.example")]
    [InlineData("mx.itsm.example; dkim=pass header.d=example")]
    [InlineData("mx.itsm.example; dkim=pass header.d=mail.acme.example")]
    [InlineData("mx.itsm.example; dkim=pass header.i=@acme.example")]
    [InlineData("mx.itsm.example; dkim=pass header.d=acme.example header.d=evil.example")]
    [InlineData("mx.itsm.example; dkim=fail header.d=acme.example")]
    [InlineData("mx.itsm.example; dmarc=fail header.from=acme.example")]
    [InlineData("mx.itsm.example; dmarc=fail header.from=acme.example; dkim=pass header.d=acme.example")]
    [InlineData("mx.itsm.example; dmarc=temperror header.from=acme.example; dkim=pass header.d=acme.example")]
    [InlineData("mx.itsm.example; dmarc=bestguesspass header.from=acme.example")]
    [InlineData("mx.itsm.example; dmarc=pass header.from=evil.example")]
    [InlineData("mx.itsm.example; dmarc=pass")]
    [InlineData("mx.itsm.example; dmarc=pass smtp.from=acme.example")]
    [InlineData("mx.itsm.example; dmarc=pass header.from=acme.example; dmarc=fail header.from=acme.example")]
    [InlineData("mx.itsm.example; spf=fail reason=\"dmarc=pass header.from=acme.example\"")]
    [InlineData("mx.itsm.example; spf=fail (; dmarc=pass header.from=acme.example)")]
    [InlineData("mx.itsm.example;;;=")]
    public void Sender_IsNotVouchedFor(string results) =>
        Assert.False(Vouched($"Authentication-Results: {results}\r\n{Ann}"));

    [Fact]
    public void NoWord_IsNoWord() => Assert.False(Vouched(Ann));

    /// <summary>What the sender wrote is below what our server put on top.</summary>
    [Theory]
    [InlineData("Authentication-Results: mx.itsm.example; dmarc=fail header.from=acme.example\r\n")]
    [InlineData("Authentication-Results: mx.itsm.example; spf=pass smtp.mailfrom=evil.example\r\n")]
    [InlineData("Authentication-Results: mx.itsm.example; none\r\nReceived: from evil.example\r\n")]
    [InlineData("Authentication-Results: mx.other.example; dmarc=pass header.from=acme.example\r\n")]
    [InlineData("Authentication-Results: cannot be;;read=\r\n")]
    public void Word_BelowAnother_IsNotHeard(string above) => Assert.False(Vouched(above + Dmarc + Ann));

    [Theory]
    [InlineData("From: Ann <ann@acme.example>\r\nFrom: eve@evil.example\r\n")]
    [InlineData("From: eve@evil.example\r\nFrom: Ann <ann@acme.example>\r\n")]
    [InlineData("From: ann@acme.example, eve@evil.example\r\n")]
    [InlineData("From: eve@evil.example, ann@acme.example\r\n")]
    [InlineData("From: all: ann@acme.example;\r\n")]
    [InlineData("From: \"ann@acme.example\" <eve@evil.example>\r\n")]
    [InlineData("From: ann@acme.example <eve@evil.example>\r\n")]
    [InlineData("From: =?utf-8?q?=22ann=40acme=2Eexample=22?= <eve@evil.example>\r\n")]
    [InlineData("From: <eve@evil.example> ann@acme.example\r\n")]
    [InlineData("Sender: ann@acme.example\r\nFrom: eve@evil.example\r\n")]
    [InlineData("Reply-To: ann@acme.example\r\nFrom: eve@evil.example\r\n")]
    [InlineData("Subject: no From\r\nMessage-ID: <m@acme.example>\r\n")]
    public void Sender_WhoIsNotTheOneNamed_IsNobody(string from)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"{Dmarc}{from}\r\napprove\r\n")).Mail!;
        Assert.False(mail.From?.Email.Value == "ann@acme.example" && mail.Proof.Vouches(Server, mail.From.Email));
    }

    [Fact]
    public void Installation_ThatTrustsNobody_HearsNothing()
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"{Dmarc}{Ann}\r\napprove\r\n")).Mail!;
        Assert.False(mail.Proof.Vouches(null, mail.From!.Email));
        Assert.False(SenderProof.None.Vouches(Server, mail.From.Email));
    }

    private static bool Vouched(string headers)
    {
        var mail = MailReader.Read(Encoding.UTF8.GetBytes($"{headers}\r\napprove\r\n")).Mail!;
        return mail.Proof.Vouches(Server, mail.From!.Email);
    }
}

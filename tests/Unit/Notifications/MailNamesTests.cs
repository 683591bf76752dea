using CsCheck;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Tests.Unit.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Unit.Notifications;

public sealed class MailNamesTests
{
    private static readonly EmailAddress Address = Of(Given.Ada);
    private static readonly string MessageId = GivenMail.Ids.Of(
        GivenMail.Tenant, Given.Id, "9223372036854775807-99999998-0123456789");

    [Fact]
    public void ReplyAddress_FitsALocalPart() =>
        Assert.InRange(Address.Value.IndexOf('@', StringComparison.Ordinal), 1, 64); // RFC 5321, 4.5.3.1.1

    [Fact]
    public void ReplyAddress_LeadsItsRecipientToTheRecord() => Assert.Equal(Given.Id, Read(Address, Given.Ada));

    [Fact]
    public void ReplyAddress_UsedBySomebodyElse_IsWorthNothing() => Assert.Null(Read(Address, Given.Grace));

    [Fact]
    public void ReplyAddress_OfAnotherTenant_IsWorthNothing() =>
        Assert.Null(GivenMail.Replies.Read(GivenMail.OtherTenant, Address, Given.Ada));

    [Fact]
    public void ReplyAddress_AtAnotherDomain_IsWorthNothing() =>
        Assert.Null(Read(EmailAddress.From(Address.Value.Replace("mail.", "m.", StringComparison.Ordinal)), Given.Ada));

    [Fact]
    public void ReplyAddress_AlteredAnywhere_IsWorthNothing() =>
        Gen.Select(Gen.Int[0, Address.Value.Length - 1], Gen.Char["abcdefghjkmnpqrstvwxyz0123456789+@._"])
            .Sample((at, c) => Address.Value[at] == c || Read(Altered(at, c), Given.Ada) is null);

    [Theory]
    [InlineData("reply+@mail.itsm.example")]
    [InlineData("reply+inc@mail.itsm.example")]
    [InlineData("reply+0000000000000000000000000000000000000000000000000000@mail.itsm.example")]
    [InlineData("desk@itsm.example")]
    [InlineData("@")]
    [InlineData("")]
    public void OtherAddresses_AreNone(string address) => Assert.Null(Read(EmailAddress.From(address), Given.Ada));

    [Fact]
    public void MessageId_IsRecognised_InAnyCase() =>
        Assert.Equal(Given.Id, GivenMail.Ids.Read(GivenMail.Tenant, MessageId.ToUpperInvariant()));

    [Fact]
    public void MessageId_OfAnotherTenant_IsNotRecognised() =>
        Assert.Null(GivenMail.Ids.Read(GivenMail.OtherTenant, MessageId));

    [Theory]
    [InlineData("")]
    [InlineData("@mail.itsm.example")]
    [InlineData("a.b@mail.itsm.example")]
    [InlineData("a.b.c@mail.itsm.example")]
    [InlineData("inc01jdaaaaaaaaaaaaaaaaaaaaaa.9223372036854775807-99999998-0123456789.x@mail.itsm.example")]
    [InlineData("a.b.c@mail.itsm.example@x")]
    public void OtherMessageIds_AreNotRecognised(string id) => Assert.Null(GivenMail.Ids.Read(GivenMail.Tenant, id));

    [Fact]
    public void Names_OfAKeyThatOnlyVerifies_AreStillRecognised()
    {
        var rotated = new ReplyAddresses(new(GivenMail.Ring('2', '1')), GivenMail.Settings);
        Assert.Equal(Given.Id, rotated.Read(GivenMail.Tenant, Address, Given.Ada));
    }

    [Fact]
    public void Names_OfARetiredKey_AreWorthNothing()
    {
        var rotated = new ReplyAddresses(new(GivenMail.Ring('2')), GivenMail.Settings);
        Assert.Null(rotated.Read(GivenMail.Tenant, Address, Given.Ada));
    }

    [Fact]
    public void Line_OfAnyText_IsOneShortPrintableLine() => Gen.String.Sample(text =>
    {
        var line = HeaderText.Line(text, 50);
        return line.Length <= 50 && !line.Any(char.IsControl) && line == line.Trim();
    });

    private static EmailAddress Altered(int at, char c) =>
        EmailAddress.From($"{Address.Value[..at]}{c}{Address.Value[(at + 1)..]}");

    private static EmailAddress Of(EmailAddress recipient) =>
        EmailAddress.From(GivenMail.Replies.For(GivenMail.Tenant, Given.Id, recipient).Address);

    private static RecordId? Read(EmailAddress address, EmailAddress sender) =>
        GivenMail.Replies.Read(GivenMail.Tenant, address, sender);
}

using System.Text;
using ItsmServerless.Intake.Mime;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ItsmServerless.Tests.Unit.Intake;

/// <summary>Security case E-09. The mails are made here: as files they would be larger than the product.</summary>
public sealed class MimeLimitsTests
{
    private const string Start = "From: ada@example.org\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n";

    [Theory]
    [InlineData(999)]
    [InlineData(100_000)]
    public void Parts_AboveAThousand_AreRefused(int parts) =>
        Assert.Equal(parts < MailLimits.Usual.Parts ? null : "mime_limits: more than 1000 parts", Refusal(Parts(parts)));

    [Theory]
    [InlineData(20, null)]
    [InlineData(21, "mime_limits: more than 20 levels")]
    [InlineData(1_000, "mime_limits: more than 20 levels")]
    public void Levels_AboveTwenty_AreRefused(int levels, string? refusal) =>
        Assert.Equal(refusal, Refusal(Start + Nested(levels)));

    [Theory]
    [InlineData(10, null)]
    [InlineData(1_000, "mime_limits: more than 20 levels")]
    public void MessagesWithinMessages_AreLevelsToo(int levels, string? refusal) => Assert.Equal(
        refusal, Refusal(string.Concat(Enumerable.Repeat(Start + "Content-Type: message/rfc822\r\n\r\n", levels))));

    [Theory]
    [InlineData(900, null)]
    [InlineData(10_000, "mime_limits: more than 1000 headers")]
    public void Headers_AboveAThousand_AreRefused(int headers, string? refusal) =>
        Assert.Equal(refusal, Refusal($"{Start}{string.Concat(Enumerable.Repeat("X: 1\r\n", headers))}\r\nx\r\n"));

    [Fact]
    public void HeaderBytes_AboveTheLimit_AreRefused() => Assert.Equal(
        "mime_limits: more than 262144 bytes of headers",
        Refusal($"{Start}X-Long: {new string('x', 1 << 20)}\r\n\r\nx\r\n"));

    [Fact]
    public void FiftyThousandBlankLines_AreJustBlank() // iTop's reader recursed on each of them.
    {
        var blank = string.Concat(Enumerable.Repeat("\r\n", 50_000));
        Assert.Equal("x", MailReader.Read(Encoding.ASCII.GetBytes($"{Start}\r\n{blank}x")).Mail!.Text);
    }

    [Fact]
    public void DeeplyNestedHtml_IsReadInOnePass()
    {
        var html = string.Concat(Enumerable.Repeat("<div><blockquote>", 100_000)) + "deep";
        var mail = MailReader.Read(Encoding.ASCII.GetBytes($"{Start}Content-Type: text/html\r\n\r\n{html}")).Mail!;
        Assert.Equal(">>>>>>>>>> deep", mail.Text);
    }

    [Fact]
    public void UnclosedHtml_IsReadInOnePass()
    {
        var html = string.Concat(Enumerable.Repeat("<a href=\"", 100_000));
        Assert.NotNull(MailReader.Read(Encoding.ASCII.GetBytes($"{Start}Content-Type: text/html\r\n\r\n{html}")).Mail);
    }

    [Fact]
    public void Limits_AreSettings()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Intake:MailParts", "7")]).Build();
        var limits = MailLimits.Of(settings);
        Assert.Equal(MailLimits.Usual with { Parts = 7 }, limits);
        var mail = Encoding.ASCII.GetBytes(Parts(8));
        Assert.Equal("mime_limits: more than 7 parts", MailReader.Read(mail, limits).Refusal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    public void Limit_ThatIsNone_StopsTheProcessWithItsName(string text) => Assert.Contains(
        "Intake:MailDepth", Assert.Throws<InvalidOperationException>(() => MailLimits.Of(
            new ConfigurationBuilder().AddInMemoryCollection([new("Intake:MailDepth", text)]).Build())).Message);

    private static string? Refusal(string mail) => MailReader.Read(Encoding.ASCII.GetBytes(mail)).Refusal;

    private static string Parts(int parts)
    {
        var all = string.Concat(Enumerable.Repeat("--b\r\n\r\nx\r\n", parts));
        return $"{Start}Content-Type: multipart/mixed; boundary=b\r\n\r\n{all}--b--\r\n";
    }

    private static string Nested(int levels)
    {
        var mail = new StringBuilder();
        for (var level = 0; level < levels; level++)
            mail.Append($"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n");
        return mail.Append("\r\nx\r\n").ToString();
    }
}

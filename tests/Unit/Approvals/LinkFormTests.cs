using System.Text;
using CsCheck;
using ItsmServerless.Approvals;
using ItsmServerless.Kernel;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Tests.Unit.Notifications;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Approvals;

/// <summary>What anybody may send to the address of a page.</summary>
public sealed class LinkFormTests
{
    private const string UrlEncoded = "application/x-www-form-urlencoded";

    private static readonly Gen<string> Types = OneOf(
        UrlEncoded, UrlEncoded + "; charset=utf-7", "multipart/form-data; boundary=b", "multipart/form-data",
        "multipart/form-data; boundary=\"\"", "text/plain", "", "application/json");

    private static readonly Gen<string> Pieces = Gen.OneOf(
        OneOf(
            "proof=", "decision=approve", "&", "comment=", "%", "%zz", "%00", "confirm=x", "code=123456", "another=1",
            "=",
            "--b\r\n", "--b--", "Content-Disposition: form-data; name=\"decision\"\r\n\r\n", "\r\n", "approve"),
        Gen.String[0, 40]);

    [Fact]
    public void Anything_ThatIsSent_IsReadOrRefused() =>
        Gen.Select(Types, Pieces.Array[0, 12]).Sample((type, pieces) => Read(type, string.Concat(pieces)) is var read &&
            (read.Problem is null || read.Problem.Code is ProblemCode.UnsupportedMediaType
                or ProblemCode.PayloadTooLarge or ProblemCode.ValidationFailed));

    [Fact]
    public void Form_IsReadAsItWasWritten()
    {
        var form = Read(UrlEncoded, "proof=p&decision=approve&comment=a+b&confirm=c&code=12%2034&another=yes").Value;
        Assert.Equal(new LinkForm("p", "approve", "a b", "c", "12 34", "yes"), form);
    }

    [Theory]
    [InlineData(UrlEncoded, "decision=approve&decision=reject", ProblemCode.ValidationFailed)]
    [InlineData("text/plain", "decision=approve", ProblemCode.UnsupportedMediaType)]
    [InlineData(UrlEncoded + "; charset=utf-7", "decision=approve", ProblemCode.UnsupportedMediaType)]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ncut",
        ProblemCode.UnsupportedMediaType)]
    public void Form_ThatCannotBeReadInOneWay_IsRefused(string type, string body, ProblemCode code) =>
        Assert.Equal(code, Read(type, body).Problem?.Code);

    [Fact]
    public void Token_OfAnyText_IsGoodOrNothing()
    {
        var links = new ApprovalLinks(
            new(GivenMail.Ring('1')), new InstallationSettings("https://itsm.example", "test"));
        Gen.OneOf(Gen.String[0, 300], OneOf([.. "AZaz09-_.="]).Array[0, 300].Select(chars => new string(chars)))
            .Sample(text => links.Read(text, Asked.Start) is null);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Outcome<LinkForm> Read(string type, string body)
    {
        var request = new DefaultHttpContext().Request;
        request.Method = "POST";
        request.ContentType = type;
        request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return LinkForm.Read(request, CancellationToken.None).GetAwaiter().GetResult();
    }
}

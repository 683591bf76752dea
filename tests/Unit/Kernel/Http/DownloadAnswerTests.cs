using System.Text;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.Kernel.Http;

public sealed class DownloadAnswerTests
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes("<script>alert(1)</script>");

    [Fact]
    public async Task Download_IsNeverOpenedInPlace()
    {
        var headers = (await Download("a.html", "text/html")).Headers;
        Assert.StartsWith("attachment;", headers.ContentDisposition.ToString(), StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.XContentTypeOptions);
        Assert.Contains("sandbox", headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/html", "application/octet-stream")]
    [InlineData("image/svg+xml", "application/octet-stream")]
    [InlineData("image/png", "image/png")]
    public async Task Download_RepeatsOnlyTypesWithoutScripts(string type, string expected) =>
        Assert.Equal(expected, (await Download("a", type)).ContentType);

    /// <summary>RFC 6266, 4.3 and RFC 8187: the name in UTF-8, percent-encoded.</summary>
    [Fact]
    public async Task Download_NamesTheFileInUtf8() => Assert.Contains(
        "filename*=UTF-8''%C3%9Cbersicht%20%22x%22.pdf",
        (await Download("Übersicht \"x\".pdf", "application/pdf")).Headers.ContentDisposition.ToString(),
        StringComparison.Ordinal);

    [Fact]
    public async Task Download_SendsTheBytes()
    {
        var response = await Download("a.txt", "text/plain");
        Assert.Equal(Content, ((MemoryStream)response.Body).ToArray());
        Assert.Equal(Content.Length, response.ContentLength);
    }

    private static Stream Opened() => new MemoryStream(Content);

    private static async Task<HttpResponse> Download(string name, string type)
    {
        var http = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        var answer = new DownloadAnswer(name, type, Content.Length, _ => Task.FromResult(Opened()));
        await answer.ExecuteAsync(http);
        return http.Response;
    }
}

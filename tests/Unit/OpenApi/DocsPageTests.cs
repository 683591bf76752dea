using System.IO.Compression;
using ItsmServerless.Kernel.OpenApi;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace ItsmServerless.Tests.Unit.OpenApi;

public sealed class DocsPageTests
{
    [Fact]
    public async Task Script_IsScalarItself_PackedAsTheHeaderSays()
    {
        var (response, body) = await AnswerAsync(DocsPage.Script);
        await using var unpacked = new GZipStream(body, CompressionMode.Decompress);

        Assert.Equal("gzip", response.Headers.ContentEncoding);
        Assert.Contains("data-configuration", await new StreamReader(unpacked).ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LoadsNothingFromElsewhere()
    {
        var (response, body) = await AnswerAsync(DocsPage.Html);
        var page = await new StreamReader(body).ReadToEndAsync();

        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", response.Headers.ContentSecurityPolicy.ToString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpResponse Response, Stream Body)> AnswerAsync(IResult answer)
    {
        var context = new DefaultHttpContext();
        context.Response.Body = new MemoryStream();
        await answer.ExecuteAsync(context);
        context.Response.Body.Position = 0;
        return (context.Response, context.Response.Body);
    }
}

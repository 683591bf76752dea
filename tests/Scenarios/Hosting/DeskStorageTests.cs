using System.Net;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskStorageTests(DeskRig desk) : IClassFixture<DeskRig>
{
    private const string Hostile = "<script>alert(1)</script>";

    private string Prefix => desk.Storage.Prefix;

    [Fact]
    public async Task Table_ComesInPages_AndIsFilteredByPartition()
    {
        var table = await desk.Storage.TableAsync("many");
        for (var number = 0; number < 101; number++)
            await table.AddEntityAsync(new TableEntity("all", $"{number:D3}") { ["n"] = number });
        await table.AddEntityAsync(new TableEntity("one", "only"));

        Assert.Contains($"{Prefix}many", await desk.PageAsync("/storage"));
        var first = await desk.PageAsync($"/storage/tables/{Prefix}many");
        Assert.Contains("100 rows on this page", first);
        var next = WebUtility.HtmlDecode(first.Split("aria-label=\"Pages\"><a href=\"/_local")[1].Split('"')[0]);
        Assert.Contains("2 rows on this page", await desk.PageAsync(next));
        var filtered = await desk.PageAsync($"/storage/tables/{Prefix}many?partition=one");
        Assert.Contains("1 rows on this page", filtered);
    }

    [Fact]
    public async Task Row_ShowsEveryProperty_JsonLaidOut_AllAsText()
    {
        var table = await desk.Storage.TableAsync("rows");
        await table.AddEntityAsync(new TableEntity("a & b", Hostile.Replace("/", "", StringComparison.Ordinal))
        {
            ["json"] = """{"deep":{"text":"<i>"}}""",
            ["bytes"] = new byte[] { 0, 1, 255 },
            ["text"] = Hostile,
        });
        var list = await desk.PageAsync($"/storage/tables/{Prefix}rows");
        var link = list.Split("<td")[2].Split("href=\"/_local")[1].Split('"')[0];
        var page = await desk.PageAsync(WebUtility.HtmlDecode(link));
        Assert.Contains("&quot;deep&quot;: {&#xA;", page);
        Assert.Contains("0001ff", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", page);
        Assert.DoesNotContain("<script>alert", list + page);
    }

    [Fact]
    public async Task Blob_IsShownAsText_AndHandedOutToBeStored()
    {
        var container = new BlobContainerClient(desk.Storage.ConnectionString, $"{Prefix}files");
        await container.CreateIfNotExistsAsync();
        await container.UploadBlobAsync("a/page.html", BinaryData.FromString(Hostile));

        Assert.Contains("a/page.html", await desk.PageAsync($"/storage/containers/{Prefix}files?prefix=a/"));
        Assert.DoesNotContain("a/page.html", await desk.PageAsync($"/storage/containers/{Prefix}files?prefix=b"));
        var page = await desk.PageAsync($"/storage/containers/{Prefix}files/blob?name=a/page.html");
        Assert.Contains("&lt;script&gt;alert(1)", page);
        Assert.DoesNotContain("<script>alert", page);
        using var file = await desk.Browser.GetAsync(
            $"/_local/storage/containers/{Prefix}files/download?name=a/page.html");
        Assert.Equal("application/octet-stream", file.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal(Hostile, await file.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/storage/tables/{0}none")]
    [InlineData("/storage/tables/elsewhere")]
    [InlineData("/storage/tables/elsewhere/row?partition=a&row=b")]
    [InlineData("/storage/tables/{0}none/row?partition=a&row=b")]
    [InlineData("/storage/containers/{0}none")]
    [InlineData("/storage/containers/elsewhere")]
    [InlineData("/storage/containers/elsewhere/blob?name=a")]
    [InlineData("/storage/containers/{0}none/download?name=a")]
    public async Task WhatThereIsNot_OrIsNotThisHosts_IsAPageThatSaysSo(string path) => Assert.Contains(
        "There is no", await desk.PageAsync(string.Format(null, path, Prefix), HttpStatusCode.NotFound));
}

using System.Net;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>A token is a credential: nothing that the product prints holds one.</summary>
public sealed class TokensInLogsTests
{
    private const string Ann = "ann@acme.example";

    [Fact]
    public async Task Logs_HoldNoToken_WhateverIsDoneWithALink()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        using var admin = new Caller(new Uri(product.Url), product.ApiKey);
        using var browser = new Caller(new Uri(product.Url), key: null);
        var page = await LinkOf(product, admin, browser);
        var form = await page.Form("approve");
        var altered = page with { Path = page.Path[..^1] };
        HttpMethod[] methods = [HttpMethod.Get, HttpMethod.Head, HttpMethod.Options, HttpMethod.Put, HttpMethod.Patch];
        string[] paths = [page.Path, altered.Path, $"{page.Path}?key=x", $"/approve?token={page.Token}"];
        foreach (var method in methods)
            foreach (var path in paths)
                await browser.Send(method, path);
        await altered.Send(form);
        Assert.Equal(HttpStatusCode.OK, (await page.Send(form)).Status);
        await page.Send(form);
        await product.StopAsync();

        var printed = string.Join('\n', product.Output.Concat(product.Errors));
        Assert.NotEmpty(printed);
        foreach (var part in page.Token.Split('.').Skip(1))
            Assert.DoesNotContain(part[..24], printed, StringComparison.Ordinal);
    }

    private static async Task<ApproverPage> LinkOf(ProductProcess product, Caller admin, Caller browser)
    {
        object[] stages = [ApprovalRig.Stage("any", Ann)];
        (await admin.Send(HttpMethod.Put, "/v1/approval-policies/all", new { stages })).Expect(HttpStatusCode.OK);
        var drafted = await admin.Post("/v1/changes", new
        {
            title = "Replace the core switch",
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2027-12-01T20:00:00Z", end = "2027-12-01T22:00:00Z" },
        });
        var change = ApprovalRig.Id(drafted.Expect(HttpStatusCode.Created));
        (await admin.Post($"/v1/changes/{change}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        (await admin.Post("/_local/clock/advance", new { by = "PT1S" })).Expect(HttpStatusCode.OK);
        var mails = (await admin.Get($"/_local/mail?to={Ann}")).Expect(HttpStatusCode.OK).GetProperty("items");
        return new(browser, ApproverPage.PathIn(mails[0].GetProperty("text").GetString()!));
    }
}

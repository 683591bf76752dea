using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Approvals;

/// <summary>Main job 6 for approvals: the host is killed right after each answer, and started again over its
/// data.</summary>
public sealed class KillTests
{
    private const string Ann = "ann@acme.example";
    private const string Bob = "bob@acme.example";
    private const string Olga = "olga@acme.example";

    [Fact]
    public async Task Kill_AfterEveryAnswer_LosesNothing_AndTellsNobodyTwice()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var change = await Draft(product, onTimeout: "reject");
        await Act(product, change, "submit");
        await KillAndGoOn(product);
        Assert.Single(await Mails(product, Bob));
        var mail = Assert.Single(await Mails(product, Ann));
        await Vote(product, mail, "approve");
        await KillAndGoOn(product);
        Assert.Equal("approved", await StateOf(product, change));

        await KillAndGoOn(product);
        Assert.Equal(
            ["change.drafted", "change.submitted", "change.approved"],
            await Types(product, change, "timeline", "items"));
        Assert.Equal(
            ["approval.requested", "approval.asked", "approval.voted", "approval.concluded"],
            await Types(product, change, "approvals", "history"));
        Assert.Single(await Mails(product, Ann));
        Assert.Single(await Mails(product, Bob));
        Assert.Single(await Mails(product, Olga));
    }

    [Fact]
    public async Task Kill_WhileApproversThink_LetsTheTimeoutActOnce()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var change = await Draft(product, onTimeout: "reject");
        await Act(product, change, "submit");
        await Advance(product, "P2D");
        await KillAndGoOn(product);
        Assert.Equal("awaiting_approval", await StateOf(product, change));
        await Advance(product, "P1D");
        await KillAndGoOn(product);
        Assert.Equal("rejected", await StateOf(product, change));
        Assert.Equal(
            ["approval.requested", "approval.asked", "approval.timed_out", "approval.concluded"],
            await Types(product, change, "approvals", "history"));
        Assert.Single(await Mails(product, Olga));
    }

    private static async Task KillAndGoOn(ProductProcess product)
    {
        await product.KillAsync();
        await product.StartAgainAsync();
        await Advance(product, "PT1M");
    }

    private static async Task<string> Draft(ProductProcess product, string onTimeout)
    {
        using var admin = Admin(product);
        var (approvers, quorum) = (new[] { Ann, Bob }, new { kind = "any" });
        object[] stages = [new { name = "CAB", approvers, quorum, timeout = "P3D", onTimeout }];
        (await admin.Send(HttpMethod.Put, "/v1/approval-policies/all", new { stages })).Expect(HttpStatusCode.OK);
        var drafted = await admin.Post("/v1/changes", new
        {
            title = "Replace the core switch",
            type = "normal",
            risk = new { impact = "high", likelihood = "low" },
            plan = new { implementation = "Swap it", backout = "Swap back", test = "Ping" },
            window = new { start = "2027-12-01T20:00:00Z", end = "2027-12-01T22:00:00Z" },
            owner = Olga,
        });
        return ApprovalRig.Id(drafted.Expect(HttpStatusCode.Created));
    }

    private static async Task Act(ProductProcess product, string change, string action)
    {
        using var admin = Admin(product);
        (await admin.Post($"/v1/changes/{change}/{action}", ifMatch: "*")).Expect(HttpStatusCode.OK);
    }

    /// <summary>By the link in a mail that an earlier process sent: only the port is another.</summary>
    private static async Task Vote(ProductProcess product, JsonElement mail, string decision)
    {
        using var browser = new Caller(new Uri(product.Url), key: null);
        var page = new ApproverPage(browser, ApproverPage.PathIn(mail.GetProperty("text").GetString()!));
        Assert.Equal(HttpStatusCode.OK, (await page.Decide(decision)).Status);
    }

    private static async Task Advance(ProductProcess product, string by)
    {
        using var admin = Admin(product);
        (await admin.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }

    private static async Task<JsonElement[]> Mails(ProductProcess product, string to) =>
        [.. (await Get(product, $"/_local/mail?to={to}")).GetProperty("items").EnumerateArray()];

    private static async Task<string?> StateOf(ProductProcess product, string change) =>
        (await Get(product, $"/v1/changes/{change}")).GetProperty("state").GetString();

    private static async Task<string?[]> Types(ProductProcess product, string change, string part, string list)
    {
        var shown = await Get(product, $"/v1/changes/{change}/{part}");
        return [.. shown.GetProperty(list).EnumerateArray().Select(each => each.GetProperty("type").GetString())];
    }

    private static async Task<JsonElement> Get(ProductProcess product, string path)
    {
        using var admin = Admin(product);
        return (await admin.Get(path)).Expect(HttpStatusCode.OK);
    }

    private static Caller Admin(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

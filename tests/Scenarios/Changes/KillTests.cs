using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>The host is killed right after each answer, and started again over its data.</summary>
public sealed class KillTests
{
    private const string Olga = "olga@acme.example";

    [Fact]
    public async Task Kill_AfterEveryStep_LosesNothing_AndTellsNobodyTwice()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var change = await Approved(product);
        await KillAndGoOn(product, "PT1M");
        await Act(product, change, "schedule");
        await KillAndGoOn(product, "PT24H");
        await KillAndGoOn(product, "PT25H");
        await Act(product, change, "start");
        await KillAndGoOn(product, "PT1M");
        await Act(product, change, "complete", new { outcome = "successful", note = "Done" });
        await KillAndGoOn(product, "PT1M");
        await KillAndGoOn(product, "P2D");
        await Act(product, change, "review", new { note = "Good" });
        await KillAndGoOn(product, "P7D");
        await Act(product, change, "close");
        await KillAndGoOn(product, "PT1M");

        var timeline = await Get(product, $"/v1/changes/{change}/timeline");
        Assert.Equal(
            [
                "drafted", "submitted", "approved", "scheduled", "reminded", "reminded", "started", "completed",
                "review_opened", "review_chased", "reviewed", "closed",
            ],
            timeline.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("type").GetString()!["change.".Length..]));
        var mails = await Get(product, $"/_local/mail?to={Olga}");
        Assert.Equal(1 + 2 + 1 + 1, mails.GetProperty("items").GetArrayLength()); // Approved, reminded, opened, chased.
    }

    private static async Task<string> Approved(ProductProcess product)
    {
        using var admin = Admin(product);
        (await admin.Send(HttpMethod.Put, "/v1/change-templates/switch", new
        {
            title = "Replace a switch",
            risk = new { impact = "low", likelihood = "low" },
            plan = new { implementation = "a", backout = "b", test = "c" },
        })).Expect(HttpStatusCode.OK);
        var now = (await admin.Get("/_local/clock")).Json.GetProperty("now").GetDateTimeOffset();
        var window = new { start = Text(now.AddHours(50)), end = Text(now.AddHours(60)) };
        var body = new { type = "standard", template = "switch", window, owner = Olga };
        var change = ApprovalRig.Id((await admin.Post("/v1/changes", body)).Expect(HttpStatusCode.Created));
        (await admin.Post($"/v1/changes/{change}/submit", ifMatch: "*")).Expect(HttpStatusCode.OK);
        return change;
    }

    private static async Task KillAndGoOn(ProductProcess product, string by)
    {
        await product.KillAsync();
        await product.StartAgainAsync();
        using var admin = Admin(product);
        (await admin.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }

    private static async Task Act(ProductProcess product, string change, string action, object? body = null)
    {
        using var admin = Admin(product);
        (await admin.Post($"/v1/changes/{change}/{action}", body, ifMatch: "*")).Expect(HttpStatusCode.OK);
    }

    private static async Task<JsonElement> Get(ProductProcess product, string path)
    {
        using var admin = Admin(product);
        return (await admin.Get(path)).Expect(HttpStatusCode.OK);
    }

    private static Caller Admin(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}

using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>The host is killed while many messages are on their way, and started again.</summary>
public sealed class KillTests
{
    private const int Messages = 20;
    private const string Ada = "ada@example.org";
    private const string Night = "night@example.org";

    /// <param name="done">After how many mails were made incidents the host is killed.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task Killed_WithMailsOnTheirWay_MakesEachOneIncident_AndAcknowledgesItOnce(int done)
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var mailbox = await Open(product, OpenMailbox);
        await KillAmid(product, done, server => Deliver(server, number =>
            MailRig.Post(server, mailbox, MailRig.Mail(Ada, $"m{number}@example.org", "It burns."))));
        Assert.Equal(Messages, (await Items(product, $"/v1/incidents?limit=200&requester={Ada}")).Length);
        Assert.Equal(Messages, (await Items(product, "/v1/intake/receipts?limit=200&state=processed")).Length);
        Assert.Equal(Messages, (await Items(product, $"/_local/mail?to={Ada}")).Length);
    }

    /// <summary>Nobody is told of an alert's incident but of its clock, when half of its time is over.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    public async Task Killed_WithAlertsOnTheirWay_MakesEachKeyOneIncident_AndTellsOfItOnce(int done)
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var (monitor, pager) = (await Open(product, OpenMonitor), await Open(product, OpenPager));
        await Open(product, Agree);
        await KillAmid(product, done, async server =>
        {
            await Deliver(server, number => Json(server, monitor, AlertRig.Prometheus($"key-{number}", "firing")));
            await Deliver(server, number => Json(server, pager, AlertRig.PagerDuty($"key-{number}", "trigger")));
        });
        await Advance(product, "PT4H");
        var incidents = await Items(product, "/v1/incidents?limit=200");
        Assert.Equal(
            Enumerable.Range(0, Messages).Select(number => $"key-{number}").Order(StringComparer.Ordinal),
            incidents.Select(incident => MailRig.Text(incident, "externalReference")!).Order(StringComparer.Ordinal));
        Assert.Empty(await Items(product, "/v1/intake/receipts?state=accepted"));
        Assert.Equal(Messages, (await Items(product, $"/_local/mail?to={Night}")).Length);
    }

    /// <summary>Sends, kills the host once so many incidents are there, starts it, and sends all again: a sender that is
    /// not sure does.</summary>
    private static async Task KillAmid(ProductProcess product, int done, Func<Caller, Task> send)
    {
        await Send(product, send);
        while ((await Items(product, "/v1/incidents")).Length < done) await Task.Yield();
        await product.KillAsync();
        await product.StartAgainAsync();
        await Advance(product, "PT2M");
        await Send(product, send);
        await Advance(product, "PT2M");
    }

    private static async Task Send(ProductProcess product, Func<Caller, Task> send)
    {
        using var server = new Caller(new Uri(product.Url), key: null);
        await send(server);
    }

    private static async Task Deliver(Caller server, Func<int, Task<Answer>> one)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Messages).Select(one));
        foreach (var answer in answers) answer.Expect(HttpStatusCode.Accepted);
    }

    private static Task<Answer> Json(Caller server, string path, string body) =>
        MailRig.Post(server, path, body, "application/json");

    /// <summary>Whom the tenant knows is told of every incident; a stranger would be told once a day.</summary>
    private static async Task<string> OpenMailbox(Caller admin)
    {
        (await admin.Send(HttpMethod.Put, $"/v1/people/{Ada}", new { name = "Ada" })).Expect(HttpStatusCode.OK);
        return await MailRig.Open(admin);
    }

    private static Task<string> OpenMonitor(Caller admin) => Open(admin, "alertmanager");

    private static Task<string> OpenPager(Caller admin) => Open(admin, "pagerduty");

    private static async Task<string> Open(Caller admin, string format)
    {
        var source = await admin.Post("/v1/intake-sources", new { name = format, format });
        return new Uri(source.Expect(HttpStatusCode.Created).GetProperty("url").GetString()!).AbsolutePath;
    }

    private static async Task<string> Agree(Caller admin)
    {
        (await admin.Send(HttpMethod.Put, "/v1/calendars/always", new { timeZone = "Etc/UTC" })).Expect(HttpStatusCode.OK);
        var agreed = await admin.Send(HttpMethod.Put, "/v1/agreements/gold", new
        {
            kind = "sla",
            practice = "incident",
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT6H" } },
            escalations = new[] { new { metric = "resolution", at = 0.5, notify = new[] { Night } } },
        });
        return agreed.Expect(HttpStatusCode.OK).GetProperty("key").GetString()!;
    }

    private static async Task<string> Open(ProductProcess product, Func<Caller, Task<string>> open)
    {
        using var admin = Admin(product);
        return await open(admin);
    }

    private static async Task Advance(ProductProcess product, string by)
    {
        using var admin = Admin(product);
        (await admin.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }

    private static async Task<JsonElement[]> Items(ProductProcess product, string path)
    {
        using var admin = Admin(product);
        return [.. (await admin.Get(path)).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];
    }

    private static Caller Admin(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

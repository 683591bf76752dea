using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Hosting;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>Main job 6 for mails: the host is killed while many are on their way, and started again.</summary>
public sealed class KillTests
{
    private const int Mails = 20;
    private const string Ada = "ada@example.org";

    /// <param name="done">After how many mails were made incidents the host is killed.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task Killed_WithMailsOnTheirWay_MakesEachOneIncident_AndAcknowledgesItOnce(int done)
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var mailbox = await Open(product);
        await Deliver(product, mailbox);
        await HasMade(product, done);
        await product.KillAsync();
        await product.StartAgainAsync();
        await Advance(product);
        await Deliver(product, mailbox); // A mail server that is not sure sends again.
        await Advance(product);
        Assert.Equal(Mails, (await Items(product, $"/v1/incidents?limit=200&requester={Ada}")).Length);
        Assert.Equal(Mails, (await Items(product, "/v1/intake/receipts?limit=200&state=processed")).Length);
        Assert.Equal(Mails, (await Items(product, $"/_local/mail?to={Ada}")).Length);
    }

    private static async Task<string> Open(ProductProcess product)
    {
        using var admin = Admin(product);
        return await MailRig.Open(admin);
    }

    private static async Task Deliver(ProductProcess product, string mailbox)
    {
        using var server = new Caller(new Uri(product.Url), key: null);
        var answers = await Task.WhenAll(Enumerable.Range(0, Mails).Select(number =>
            MailRig.Post(server, mailbox, MailRig.Mail(Ada, $"m{number}@example.org", "It burns."))));
        foreach (var answer in answers) answer.Expect(HttpStatusCode.Accepted);
    }

    private static async Task HasMade(ProductProcess product, int incidents)
    {
        while ((await Items(product, "/v1/incidents")).Length < incidents)
            await Task.Yield();
    }

    private static async Task Advance(ProductProcess product)
    {
        using var admin = Admin(product);
        (await admin.Post("/_local/clock/advance", new { by = "PT2M" })).Expect(HttpStatusCode.OK);
    }

    private static async Task<JsonElement[]> Items(ProductProcess product, string path)
    {
        using var admin = Admin(product);
        return [.. (await admin.Get(path)).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()];
    }

    private static Caller Admin(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

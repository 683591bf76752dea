using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What breaks while a change is made to it is shown beside that change.</summary>
public sealed class AlertChangeTests(AlertRig rig) : IClassFixture<AlertRig>
{
    [Fact]
    public async Task Alert_InTheWindowOfAChangeOfItsItem_IsLinkedToIt()
    {
        var (source, change) = (await rig.Open("alertmanager"), await Scheduled("DB-1"));
        var before = await rig.Send(source, AlertRig.Prometheus(rig.NewKey(), "firing"));
        Assert.Empty(await LinksOf(before));
        await rig.Pass("PT1H1M");
        var within = await rig.Send(source, AlertRig.Prometheus(rig.NewKey(), "firing"));
        Assert.Equal([change], await LinksOf(within));
        var other = await rig.Send(source, AlertRig.Prometheus(rig.NewKey(), "firing").Replace("db-1", "db-2", StringComparison.Ordinal));
        Assert.Empty(await LinksOf(other));
    }

    /// <summary>A standard change of the item, scheduled for the hour after the next.</summary>
    private async Task<string?> Scheduled(string item)
    {
        var plan = new { implementation = "a", backout = "b", test = "c" };
        (await rig.Admin.Send(HttpMethod.Put, "/v1/change-templates/patch",
            new { title = "Patch", risk = new { impact = "low", likelihood = "low" }, plan })).Expect(HttpStatusCode.OK);
        var start = rig.Now.AddHours(1);
        var drafted = (await rig.Admin.Post("/v1/changes", new
        {
            type = "standard",
            template = "patch",
            configurationItems = new[] { item },
            window = new { start = $"{start:u}".Replace(' ', 'T'), end = $"{start.AddHours(1):u}".Replace(' ', 'T') },
        })).Expect(HttpStatusCode.Created);
        foreach (var action in (string[])["submit", "schedule"])
            (await rig.Admin.Post($"/v1/changes/{MailRig.Text(drafted, "id")}/{action}", ifMatch: "*")).Expect(HttpStatusCode.OK);
        return MailRig.Text(drafted, "id");
    }

    private async Task<IEnumerable<string?>> LinksOf(JsonElement receipt) =>
        (await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}")).GetProperty("links").EnumerateArray()
            .Select(link => MailRig.Text(link, "to"));
}

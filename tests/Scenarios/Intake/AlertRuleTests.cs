using System.Net;
using System.Text.Json;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What a tenant says is done with alerts, and what is only tried.</summary>
public sealed class AlertRuleTests(AlertRig rig) : IClassFixture<AlertRig>
{
    [Fact]
    public async Task Rules_SetFields_Assign_AndIgnore()
    {
        (await rig.Admin.Send(HttpMethod.Put, "/v1/groups/disks",
            new { name = "Disks", members = new[] { "ada@example.org", "bob@example.org" } })).Expect(HttpStatusCode.OK);
        var rules = new
        {
            rules = new object[]
            {
                new
                {
                    when = new[] { new { field = "title", op = "contains", value = "disk" } },
                    then = new { priority = "P4", group = "disks", tags = new[] { "ruled" }, assign = "round-robin" },
                },
                new { when = new[] { new { field = "key", op = "matches", value = "^noise" } }, then = new { ignore = true } },
            },
        };
        var put = (await rig.Admin.Send(HttpMethod.Put, "/v1/intake-rules", rules)).Expect(HttpStatusCode.OK);
        Assert.Equal(1, put.GetProperty("version").GetInt32());
        var source = await rig.Open("pagerduty");
        var (one, other) = (rig.NewKey(), rig.NewKey());
        foreach (var key in (string[])[one, other, "noise-1"])
        {
            await rig.Post(source, AlertRig.PagerDuty(key, "trigger"));
            await rig.Quiet();
        }
        var (first, second) = (Assert.Single(await rig.IncidentsOf(one)), Assert.Single(await rig.IncidentsOf(other)));
        Assert.Equal(
            ("P4", "disks", "ada@example.org", "bob@example.org"),
            (MailRig.Text(first, "priority"), MailRig.Text(first, "group"), MailRig.Text(first, "assignee"),
                MailRig.Text(second, "assignee")));
        Assert.Empty(await rig.IncidentsOf("noise-1"));
        var ignored = Assert.Single(await rig.Items("/v1/intake/receipts?state=ignored"));
        Assert.Equal("rule: ignored; rules 1, 2", MailRig.Text(ignored, "reason"));

        var tried = (await rig.Admin.Post("/v1/intake-rules/try", new
        {
            rules = new[] { new { when = Array.Empty<object>(), then = new { priority = "P5", impact = "low" } } },
            receipts = 3,
        })).Expect(HttpStatusCode.OK).GetProperty("receipts");
        Assert.Equal(3, tried.GetArrayLength());
        Assert.All(tried.EnumerateArray(), receipt => Assert.Equal("P5", receipt.GetProperty("report").GetProperty("priority").GetString()));
        Assert.Equal("P4", MailRig.Text(Assert.Single(await rig.IncidentsOf(one)), "priority")); // Nothing was done.
        (await rig.Admin.Send(HttpMethod.Put, "/v1/intake-rules", new { rules = Array.Empty<object>() }, "*"))
            .Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Try_SaysWhatAMessageWouldBecome_AndKeepsNothing()
    {
        var path = await rig.Open("json", mapping: new { key = "k", title = "t", status = "s" });
        var id = MailRig.Text((await rig.Items("/v1/intake-sources")).Single(
            source => MailRig.Text(source, "url")!.EndsWith(path, StringComparison.Ordinal)), "id");
        var key = rig.NewKey();
        var begin = await Try(id!, $$"""{"k":"{{key}}","t":"Disk"}""");
        Assert.Equal("begin", Fate(begin));
        Assert.Equal("Disk", begin.GetProperty("alerts")[0].GetProperty("report").GetProperty("title").GetString());
        Assert.Empty(await rig.IncidentsOf(key));
        await rig.Send(path, $$"""{"k":"{{key}}","t":"Disk"}""");
        Assert.Equal("recur", Fate(await Try(id!, $$"""{"k":"{{key}}","t":"Disk"}""")));
        Assert.Equal("resolve", Fate(await Try(id!, $$"""{"k":"{{key}}","t":"Disk","s":"ok"}""")));
        Assert.Equal("ignore", Fate(await Try(id!, $$"""{"k":"other","t":"Disk","s":"ok"}""")));
        var refused = await Try(id!, "{}");
        Assert.Equal("quarantined", MailRig.Text(refused, "state"));
        Assert.StartsWith("missing_field: key", MailRig.Text(refused, "reason"));
        Assert.Single(await rig.Items("/v1/intake/receipts?state=processed"), receipt => MailRig.Text(receipt, "source") == id);
    }

    [Fact]
    public async Task Raw_IsDownloadedAsItCame()
    {
        var body = $$"""{ "key" : "{{rig.NewKey()}}", "title":"<script>" }""";
        var receipt = await rig.Send(await rig.Open("json"), body);
        var raw = await rig.Admin.Get($"/v1/intake/receipts/{MailRig.Text(receipt, "id")}/raw");
        Assert.Equal((HttpStatusCode.OK, body), (raw.Status, raw.Text));
    }

    private async Task<JsonElement> Try(string source, string body) =>
        (await rig.Admin.Post($"/v1/intake-sources/{source}/try", new { body })).Expect(HttpStatusCode.OK);

    private static string? Fate(JsonElement tried) => MailRig.Text(tried.GetProperty("alerts")[0], "would");
}

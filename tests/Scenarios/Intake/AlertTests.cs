using System.Net;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What alerts become: one open key, one incident.</summary>
public sealed class AlertTests(AlertRig rig) : IClassFixture<AlertRig>
{
    [Fact]
    public async Task Firing_BeginsAnIncident()
    {
        var key = rig.NewKey();
        var receipt = await rig.Send(await rig.Open("alertmanager"), AlertRig.Prometheus(key, "firing"));
        Assert.Equal("processed", MailRig.Text(receipt, "state"));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal(
            ("Disk of db-1 is full", "P1", "new", key),
            (MailRig.Text(incident, "title"), MailRig.Text(incident, "priority"), MailRig.Text(incident, "state"),
                MailRig.Text(incident, "externalReference")));
        Assert.Equal(["db-1"], incident.GetProperty("configurationItems").EnumerateArray().Select(item => item.GetString()));
    }

    [Fact]
    public async Task Defaults_AreForWhatTheMessageDoesNotSay()
    {
        var source = await rig.Open(
            "json", defaults: new { impact = "low", urgency = "low", group = "net", service = "web" });
        var receipt = await rig.Send(source, $$"""{"key":"{{rig.NewKey()}}","title":"Slow"}""");
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(receipt)}");
        Assert.Equal(
            ("P5", "net", "web"),
            (MailRig.Text(incident, "priority"), MailRig.Text(incident, "group"), MailRig.Text(incident, "service")));
    }

    [Fact]
    public async Task ThreeAlertmanagersAtOnce_MakeOneIncident()
    {
        var key = rig.NewKey();
        string[] sources = [await rig.Open("alertmanager"), await rig.Open("alertmanager"), await rig.Open("alertmanager")];
        await Task.WhenAll(sources.Select(source => rig.Post(source, AlertRig.Prometheus(key, "firing"))));
        await rig.Quiet();
        var incident = Assert.Single(await rig.IncidentsOf(key));
        var whole = await rig.Read($"/v1/incidents/{MailRig.Text(incident, "id")}");
        Assert.Equal(2, whole.GetProperty("recurrences").GetInt32());
    }

    [Fact]
    public async Task ThreeAlertmanagersAndPagerDuty_ThreeTimesAtOnce_AreOneIncident()
    {
        var (key, pagerDuty) = (rig.NewKey(), await rig.Open("pagerduty"));
        string[] managers = [await rig.Open("alertmanager"), await rig.Open("alertmanager"), await rig.Open("alertmanager")];
        await Task.WhenAll(Enumerable.Range(0, 3).SelectMany(_ =>
            managers.Select(source => rig.Post(source, AlertRig.Prometheus(key, "firing")))
                .Append(rig.Post(pagerDuty, AlertRig.PagerDuty(key, "trigger")))));
        await rig.Quiet();
        var incident = Assert.Single(await rig.IncidentsOf(key));
        var whole = await rig.Read($"/v1/incidents/{MailRig.Text(incident, "id")}");
        Assert.InRange(whole.GetProperty("recurrences").GetInt32(), 10, 11); // Of 11 the last need not be told.
    }

    [Fact]
    public async Task FiringAgain_IsToldOnTheSameIncident_AndNotEachTime()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("alertmanager"));
        for (var time = 0; time <= 30; time++) await rig.Post(source, AlertRig.Prometheus(key, "firing"));
        await rig.Quiet();
        var incident = MailRig.Text(Assert.Single(await rig.IncidentsOf(key)), "id")!;
        var told = (await rig.Timeline(incident)).Count(type => type == "incident.recurred");
        Assert.InRange(told, 10, 20); // Of 30: each up to ten, then each tenth more.
        Assert.InRange((await rig.Read($"/v1/incidents/{incident}")).GetProperty("recurrences").GetInt32(), 27, 30);
    }

    [Fact]
    public async Task Resolved_ResolvesTheIncident()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("alertmanager"));
        var fired = await rig.Send(source, AlertRig.Prometheus(key, "firing"));
        var receipt = await rig.Send(source, AlertRig.Prometheus(key, "resolved"));
        Assert.Equal(("processed", "resolved"), (MailRig.Text(receipt, "state"), MailRig.Text(receipt, "reason")));
        var incident = await rig.Read($"/v1/incidents/{MailRig.RecordOf(fired)}");
        Assert.Equal("resolved", MailRig.Text(incident, "state"));
        Assert.Equal("alert_resolved", incident.GetProperty("resolution").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Resolved_OfAnUnknownKey_IsIgnoredWithItsReason()
    {
        var receipt = await rig.Send(await rig.Open("alertmanager"), AlertRig.Prometheus(rig.NewKey(), "resolved"));
        Assert.Equal("ignored", MailRig.Text(receipt, "state"));
        Assert.StartsWith("not_open", MailRig.Text(receipt, "reason"));
    }

    [Fact]
    public async Task Acknowledged_StartsTheWork()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("pagerduty"));
        await rig.Post(source, AlertRig.PagerDuty(key, "trigger"));
        await rig.Quiet();
        await rig.Post(source, AlertRig.PagerDuty(key, "acknowledge"));
        await rig.Quiet();
        Assert.Equal("in_progress", MailRig.Text(Assert.Single(await rig.IncidentsOf(key)), "state"));
    }

    [Fact]
    public async Task FiringSoonAfterItsResolution_ReopensTheIncident()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("alertmanager"));
        foreach (var status in (string[])["firing", "resolved"]) await rig.Send(source, AlertRig.Prometheus(key, status));
        await rig.Pass("PT29M");
        await rig.Send(source, AlertRig.Prometheus(key, "firing"));
        var incident = Assert.Single(await rig.IncidentsOf(key));
        Assert.Equal("in_progress", MailRig.Text(incident, "state"));
        Assert.Equal(
            ["incident.reported", "incident.resolved", "incident.reopened", "incident.recurred"],
            await rig.Timeline(MailRig.Text(incident, "id")!));
    }

    [Fact]
    public async Task FiringLongAfterItsResolution_BeginsAnotherThatIsLinked()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("alertmanager", alerts: new { reopenWithin = "PT10M" }));
        foreach (var status in (string[])["firing", "resolved"]) await rig.Send(source, AlertRig.Prometheus(key, status));
        await rig.Pass("PT11M");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.Post(source, AlertRig.Prometheus(key, "firing"))));
        await rig.Quiet();
        var incidents = await rig.IncidentsOf(key);
        Assert.Equal(["resolved", "new"], incidents.Select(incident => MailRig.Text(incident, "state")));
        var second = await rig.Read($"/v1/incidents/{MailRig.Text(incidents[1], "id")}");
        Assert.Equal(MailRig.Text(incidents[0], "id"), second.GetProperty("links")[0].GetProperty("to").GetString());
    }

    [Fact]
    public async Task FiringAgain_OfAClosedIncident_BeginsAnother()
    {
        var (key, source) = (rig.NewKey(), await rig.Open("alertmanager"));
        foreach (var status in (string[])["firing", "resolved"]) await rig.Send(source, AlertRig.Prometheus(key, status));
        var first = MailRig.Text((await rig.IncidentsOf(key))[0], "id");
        (await rig.Admin.Post($"/v1/incidents/{first}/close", new { }, "*")).Expect(HttpStatusCode.OK);
        var receipt = await rig.Send(source, AlertRig.Prometheus(key, "firing"));
        Assert.NotEqual(first, MailRig.RecordOf(receipt));
    }

    [Fact]
    public async Task Storm_CollapsesIntoOneIncidentThatCounts()
    {
        var source = await rig.Open("pagerduty", alerts: new { stormAbove = 5 });
        var keys = Enumerable.Range(0, 20).Select(_ => rig.NewKey()).ToList();
        foreach (var key in keys) await rig.Post(source, AlertRig.PagerDuty(key, "trigger"));
        await rig.Quiet();
        var own = 0;
        foreach (var key in keys) own += (await rig.IncidentsOf(key)).Length;
        Assert.Equal(5, own);
        var storm = Assert.Single(
            await rig.Items("/v1/incidents?limit=200"),
            incident => MailRig.Text(incident, "title") == "Alert storm from pagerduty");
        var whole = await rig.Read($"/v1/incidents/{MailRig.Text(storm, "id")}");
        Assert.InRange(whole.GetProperty("recurrences").GetInt32(), 13, 14); // The first of 15 began it.
        await rig.Pass("PT3M");
        await rig.Post(source, AlertRig.PagerDuty(keys[19], "trigger"));
        await rig.Quiet();
        Assert.Single(await rig.IncidentsOf(keys[19]));
    }

    [Fact]
    public async Task Batch_HasAReceiptForEachAlert()
    {
        var (one, other, source) = (rig.NewKey(), rig.NewKey(), await rig.Open("cloudevents"));
        var batch = $"[{Event(one)},{Event(other)}]";
        var receipt = await rig.Send(source, batch, ("Content-Type", "application/cloudevents-batch+json"));
        await rig.Send(source, batch, ("Content-Type", "application/cloudevents-batch+json"));
        Assert.Equal("batch", MailRig.Text(receipt, "reason"));
        var parts = receipt.GetProperty("parts").EnumerateArray().Select(part => part.GetString()).ToList();
        Assert.Equal(2, parts.Count);
        foreach (var part in parts)
            Assert.Equal("processed", MailRig.Text(await rig.Read($"/v1/intake/receipts/{part}"), "state"));
        var incident = Assert.Single(await rig.IncidentsOf(one));
        // Sent twice, heard once.
        Assert.Equal(["incident.reported"], await rig.Timeline(MailRig.Text(incident, "id")!));
        Assert.Single(await rig.IncidentsOf(other));

        static string Event(string key) => $$"""
            {"specversion":"1.0","id":"{{key}}","source":"/tests","type":"disk.full","data":{"key":"{{key}}","title":"Disk"}
            }
            """;
    }

    [Fact]
    public async Task BrokenMessage_IsQuarantined_AndReplayedByTheMendedMapping()
    {
        var source = await rig.Open("json", mapping: new { key = "wrong", title = "title" });
        var key = rig.NewKey();
        var receipt = await rig.Send(source, $$"""{"name":"{{key}}","title":"Slow"}""");
        Assert.Equal("quarantined", MailRig.Text(receipt, "state"));
        Assert.StartsWith("missing_field: key", MailRig.Text(receipt, "reason"));
        var path = $"/v1/intake-sources/{MailRig.Text(receipt, "source")}";
        (await rig.Admin.Send(HttpMethod.Patch, path, new { mapping = new { key = "name", title = "title" } }, "*"))
            .Expect(HttpStatusCode.OK);
        await rig.Admin.Post($"/v1/intake/receipts/{MailRig.Text(receipt, "id")}/replay");
        await rig.Quiet();
        Assert.Single(await rig.IncidentsOf(key));
    }
}

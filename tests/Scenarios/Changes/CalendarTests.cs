using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Approvals;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>The calendar, its feeds, and what stands against a window, each test in a tenant of its own.</summary>
public sealed class CalendarTests(ApprovalRig rig) : IClassFixture<ApprovalRig>
{
    private const string December = "from=2026-12-01T00:00:00Z&to=2026-12-02T00:00:00Z";

    [Fact]
    public async Task Schedule_OutsideTheMaintenanceWindows_IsRefused_UntilAManagerSaysWhy()
    {
        using var desk = await ChangeWriter.In(rig);
        var nights = new
        {
            name = "Nights",
            services = new[] { "mail" },
            timeZone = "UTC",
            recurrence = new { start = "2026-12-06T22:00", duration = "PT4H", rule = "FREQ=WEEKLY;BYDAY=SU" },
        };
        await desk.Put("/v1/maintenance-windows/nights", nights);
        var change = await desk.Approved(new { service = "mail" });
        var refused = await desk.Admin.Post($"{ChangeWriter.Path(change)}/schedule", ifMatch: "*");
        refused.Refused(HttpStatusCode.Conflict, "outside_maintenance_window");
        var forced = new { @override = true, reason = "It is on fire" };
        var scheduled = await desk.Act(change, "schedule", forced);
        Assert.Equal("mail", scheduled.GetProperty("override").GetProperty("conflicts")[0].GetString());

        var inside = await desk.Approved(new { service = "mail", window = new { start = "2026-12-06T22:00:00Z", end = "2026-12-07T02:00:00Z" } });
        await desk.Act(inside, "schedule");
        (await desk.Admin.Send(HttpMethod.Delete, "/v1/maintenance-windows/nights", ifMatch: "*")).Expect204();
        (await desk.Admin.Get("/v1/maintenance-windows/nights")).Refused(HttpStatusCode.NotFound, "not_found");
        await desk.Act(await desk.Approved(new { service = "mail" }), "schedule");
    }

    [Fact]
    public async Task Schedule_WithTheSamePersonAtWork_NamesBoth_AndIsFreeAgainAfterTheEnd()
    {
        using var desk = await ChangeWriter.In(rig);
        var first = await desk.Approved(new { owner = "olga@acme.example", configurationItems = new[] { "a", "b" } });
        await desk.Act(first, "schedule");
        var second = await desk.Approved(new { owner = "olga@acme.example", configurationItems = new[] { "B" } });
        var refused = await desk.Admin.Post($"{ChangeWriter.Path(second)}/schedule", ifMatch: "*");
        refused.Refused(HttpStatusCode.Conflict, "schedule_conflict");
        Assert.Equal(
            ["schedule_conflict", "same_implementer"],
            refused.Json.GetProperty("errors").EnumerateArray().Select(error => error.GetProperty("code").GetString()));

        await desk.Act(first, "start");
        await desk.Act(first, "complete", new { outcome = "successful", note = "Done" });
        await desk.Act(second, "schedule");
    }

    /// <summary>Whoever comes first, of several changes of one item in the same instant exactly one is scheduled, and
    /// the
    /// others are told which.</summary>
    [Fact]
    public async Task Schedule_OfOneItemInTheSameInstant_IsWonByOne()
    {
        using var desk = await ChangeWriter.In(rig);
        const int Rounds = 12, Rivals = 4;
        for (var round = 0; round < Rounds; round++)
        {
            var items = new[] { $"item-{round}" };
            var changes = new List<JsonElement>();
            for (var rival = 0; rival < Rivals; rival++) changes.Add(await desk.Approved(new { configurationItems = items }));
            var answers = await Task.WhenAll(changes.Select(change =>
                desk.Admin.Post($"{ChangeWriter.Path(change)}/schedule", ifMatch: "*")));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.All(answers.Where(answer => answer.Status != HttpStatusCode.OK),
                answer => answer.Refused(HttpStatusCode.Conflict, "schedule_conflict"));
        }
    }

    [Fact]
    public async Task Schedule_OfRelatedItemsInTheSameInstant_IsWonByOne_WhichIsNamed()
    {
        using var desk = await ChangeWriter.In(rig);
        await desk.Put("/v1/configuration-items/db-1", new { name = "Database", kind = "server" });
        await desk.Put("/v1/configuration-items/app-1", new { name = "App", kind = "server", dependsOn = new[] { "db-1" } });
        JsonElement[] rivals =
        [
            await desk.Approved(new { configurationItems = new[] { "DB-1" } }),
            await desk.Approved(new { configurationItems = new[] { "app-1" } }),
        ];
        var answers = await Task.WhenAll(rivals.Select(change =>
            desk.Admin.Post($"{ChangeWriter.Path(change)}/schedule", ifMatch: "*")));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
        var refused = Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict);
        Assert.Equal("related_item", refused.Json.GetProperty("errors")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Calendar_ShowsChangesAlsoClosedOnes_Freezes_AndMaintenanceWindows()
    {
        using var desk = await ChangeWriter.In(rig);
        await desk.Put("/v1/freezes/quiet", new { name = "Quiet", from = "2026-12-01T23:00:00Z", until = "2026-12-03T00:00:00Z" });
        await desk.Put("/v1/maintenance-windows/weekly", new
        {
            name = "Weekly",
            items = new[] { "srv-9" },
            timeZone = "Europe/Berlin",
            hours = new { tuesday = new[] { new { from = "20:00", to = "24:00" } } },
        });
        var (closed, cancelled) = (await desk.Approved(new { }), await desk.Approved(new { }));
        await desk.Act(closed, "schedule");
        await desk.Act(closed, "start");
        await desk.Act(closed, "complete", new { outcome = "successful", note = "Done" });
        await desk.Act(closed, "close");
        await desk.Act(cancelled, "cancel", new { reason = "Not needed" });

        var calendar = (await desk.Admin.Get($"/v1/changes/calendar?{December}")).Expect(HttpStatusCode.OK);
        Assert.Equal(ApprovalRig.Id(closed), Assert.Single(calendar.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal("quiet", calendar.GetProperty("freezes")[0].GetProperty("key").GetString());
        Assert.Equal(
            """[{"start":"2026-12-01T19:00:00Z","end":"2026-12-01T23:00:00Z"}]""",
            calendar.GetProperty("maintenanceWindows")[0].GetProperty("times").GetRawText());
        (await desk.Admin.Get("/v1/changes/calendar")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Fact]
    public async Task Feed_IsReadWithoutACredential_UntilItIsRevoked()
    {
        using var desk = await ChangeWriter.In(rig);
        await desk.Put("/v1/people/olga@acme.example", new { name = "Olga" });
        var (start, end) = (rig.Now.AddDays(1), rig.Now.AddDays(1).AddHours(1));
        var window = new { start = Text(start), end = Text(end) };
        var change = await desk.Approved(new { owner = "olga@acme.example", window });
        await desk.Act(change, "schedule");
        var feed = (await desk.Admin.Post("/v1/changes/calendar/feeds", new { name = "Phone" })).Expect(HttpStatusCode.Created);
        var path = new Uri(feed.GetProperty("url").GetString()!).AbsolutePath;

        var read = await rig.Browser.Get(path);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.Contains($"SUMMARY:{change.GetProperty("number").GetString()} Replace a switch", read.Text, StringComparison.Ordinal);
        Assert.Contains("Owner: Olga", read.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("acme.example", read.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await rig.Browser.Send(
            HttpMethod.Get, path, ifNoneMatch: read.Headers.ETag!.ToString())).Status);

        var list = (await desk.Admin.Get("/v1/changes/calendar/feeds")).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain(path.Split('/')[^1][..20], list.GetRawText(), StringComparison.Ordinal);
        (await rig.Browser.Get(path.Replace(".ics", "", StringComparison.Ordinal))).Refused(HttpStatusCode.NotFound, "not_found");
        var altered = path[..^5] + (path[^5] == 'A' ? 'B' : 'A') + ".ics";
        (await rig.Browser.Get(altered)).Refused(HttpStatusCode.NotFound, "not_found");
        (await desk.Admin.Send(HttpMethod.Delete, $"/v1/changes/calendar/feeds/{ApprovalRig.Id(feed)}")).Expect204();
        (await rig.Browser.Get(path)).Refused(HttpStatusCode.NotFound, "not_found");
        (await desk.Admin.Send(HttpMethod.Delete, $"/v1/changes/calendar/feeds/{ApprovalRig.Id(feed)}"))
            .Refused(HttpStatusCode.NotFound, "not_found");
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
}

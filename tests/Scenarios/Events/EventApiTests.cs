using System.Diagnostics;
using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Events;

/// <summary>The change feed as callers read it.</summary>
public sealed class EventApiTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Feed_TellsWhatWebhooksTell_WithNumbers()
    {
        using var admin = await desk.TenantAsync();
        var incident = await admin.Report(new { title = "Printer" });
        await admin.Act(incident, "start");

        var page = await ReadAll(admin, count: 2);

        Assert.Equal([1, 2], page.Select(item => item.GetProperty("sequence").GetInt64()));
        Assert.Equal(["incident.reported", "incident.started"], page.Select(TypeOf));
        Assert.Equal(IncidentApi.IdOf(incident), page[0].GetProperty("data").GetProperty("record").GetString());
        Assert.Equal("Printer", page[0].GetProperty("data").GetProperty("details").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Reader_WhoWaits_IsAnsweredWhenSomethingHappens()
    {
        using var admin = await desk.TenantAsync();
        using var reader = await desk.TenantAsync();
        var waiting = admin.Get("/v1/events?after=latest&wait=PT30S");
        var others = reader.Get("/v1/events?after=latest&wait=PT1S");

        await admin.Report(new { title = "Printer" });

        var watch = Stopwatch.StartNew();
        var page = (await waiting).Expect(HttpStatusCode.OK);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(25), "It waited to the end.");
        Assert.Equal("incident.reported", TypeOf(Assert.Single(page.GetProperty("items").EnumerateArray().ToList())));
        Assert.Equal(1, page.GetProperty("next").GetInt64());
        Assert.Empty((await others).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Reader_AtTheEnd_GetsWhereToGoOn()
    {
        using var admin = await desk.TenantAsync();
        await admin.Report(new { title = "Printer" });
        await ReadAll(admin, count: 1);

        var page = (await admin.Get("/v1/events?after=1")).Expect(HttpStatusCode.OK);

        Assert.Empty(page.GetProperty("items").EnumerateArray());
        Assert.Equal(1, page.GetProperty("next").GetInt64());
    }

    [Fact]
    public async Task Types_LeaveOthersOut_AndGoOnBehindThem()
    {
        using var admin = await desk.TenantAsync();
        var incident = await admin.Report(new { title = "Printer" });
        await admin.Act(incident, "start");
        await ReadAll(admin, count: 2);

        var started = (await admin.Get("/v1/events?types=incident.started,change.*")).Expect(HttpStatusCode.OK);
        var none = (await admin.Get("/v1/events?types=change.*")).Expect(HttpStatusCode.OK);

        Assert.Equal("incident.started", TypeOf(Assert.Single(started.GetProperty("items").EnumerateArray().ToList())));
        Assert.Empty(none.GetProperty("items").EnumerateArray());
        Assert.Equal(2, none.GetProperty("next").GetInt64());
    }

    [Theory]
    [InlineData("after=99")]
    [InlineData("after=-1")]
    [InlineData("after=x")]
    [InlineData("after=1&after=2")]
    [InlineData("wait=PT31S")]
    [InlineData("wait=30")]
    [InlineData("types=nothing")]
    [InlineData("types=webhook.*")]
    [InlineData("limit=0")]
    public async Task Parameter_ThatCannotBe_IsRefused(string query)
    {
        using var admin = await desk.TenantAsync();
        (await admin.Get($"/v1/events?{query}")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
    }

    [Theory]
    [InlineData("requester", false)]
    [InlineData("integration", false)]
    [InlineData("auditor", true)]
    [InlineData("agent", true)]
    public async Task Feed_IsForThoseWhoSeeEverything(string role, bool mayRead)
    {
        using var caller = await desk.KeyAsync(role);
        var answer = await caller.Get("/v1/events");
        if (mayRead) answer.Expect(HttpStatusCode.OK);
        else answer.Forbidden();
    }

    private static string TypeOf(JsonElement item) => item.GetProperty("type").GetString()!;

    /// <summary>Reads until so many are there.</summary>
    private static async Task<List<JsonElement>> ReadAll(IncidentApi api, int count)
    {
        var (items, next) = (new List<JsonElement>(), 0L);
        for (var deadline = Stopwatch.StartNew(); items.Count < count && deadline.Elapsed < TimeSpan.FromSeconds(60);)
        {
            var page = (await api.Get($"/v1/events?after={next}&limit=1&wait=PT10S")).Expect(HttpStatusCode.OK);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetInt64();
        }
        return items;
    }
}

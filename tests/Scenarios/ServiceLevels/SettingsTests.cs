using System.Net;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Calendars, agreements and simulations over HTTP.</summary>
public sealed class SettingsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly object Office = new
    {
        timeZone = "Europe/Berlin",
        hours = new { monday = new[] { new { from = "09:00", to = "17:00" } }, tuesday = new[] { new { from = "09:00", to = "24:00" } } },
        holidays = new[] { new { date = "2026-12-28", name = "Bridge" } },
    };

    [Fact]
    public async Task Calendar_KeepsItsVersions()
    {
        using var api = await desk.TenantAsync();
        Assert.Equal(1, (await api.Put("/v1/calendars/office", Office)).Expect(HttpStatusCode.OK).GetProperty("version").GetInt32());
        (await api.Put("/v1/calendars/office", new { timeZone = "UTC" })).Refused(HttpStatusCode.PreconditionRequired, "precondition_required");
        (await api.Put("/v1/calendars/office", new { timeZone = "UTC" }, "\"7\"")).Refused(HttpStatusCode.PreconditionFailed, "version_conflict");
        (await api.Put("/v1/calendars/office", new { timeZone = "UTC" }, "*")).Expect(HttpStatusCode.OK);
        Assert.Equal("UTC", (await api.Get("/v1/calendars/office")).Expect(HttpStatusCode.OK).Text("timeZone"));
        Assert.Equal("Europe/Berlin", (await api.Get("/v1/calendars/office?version=1")).Expect(HttpStatusCode.OK).Text("timeZone"));
        (await api.Get("/v1/calendars/office?version=3")).Refused(HttpStatusCode.NotFound, "not_found");
        (await api.Get("/v1/calendars/office?version=one")).Refused(HttpStatusCode.BadRequest, "invalid_parameter");
        Assert.Single(await api.All("/v1/calendars"));
    }

    [Fact]
    public async Task Preview_ShowsTheNextOpenings_WithoutHolidays()
    {
        using var api = await desk.TenantAsync();
        await api.Put("/v1/calendars/office", Office);
        var answer = await api.Get("/v1/calendars/office/preview?from=2026-12-22T12:00:00Z&count=2");
        Assert.Equal(
            ["2026-12-22T12:00:00Z/2026-12-22T23:00:00Z", "2026-12-29T08:00:00Z/2026-12-29T23:00:00Z"],
            answer.Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray().Select(open => $"{open.Text("from")}/{open.Text("to")}"));
    }

    [Fact]
    public async Task Agreement_OnACalendarThatIsNotThere_IsRefused()
    {
        using var api = await desk.TenantAsync();
        var body = new { kind = "sla", calendar = "office", targets = new[] { new { metric = "resolution", within = "PT4H" } } };
        var refused = await api.Put("/v1/agreements/gold", body);
        refused.Refused(HttpStatusCode.UnprocessableEntity, "validation_failed");
        Assert.Equal("/calendar", refused.Json.GetProperty("errors")[0].Text("pointer"));
        (await api.Get("/v1/agreements/gold")).Refused(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Simulation_OfAPause_IsDueLaterByThePause()
    {
        var answer = await desk.Admin.Post("/v1/service-levels/simulations", new
        {
            calendar = new { timeZone = "UTC" },
            targets = new[] { new { metric = "resolution", within = "PT2H" } },
            events = new object[]
            {
                new { at = "2026-01-05T08:00:00Z", type = "created" },
                new { at = "2026-01-05T09:00:00Z", type = "held", reason = "awaiting_requester" },
                new { at = "2026-01-05T10:05:00Z", type = "resumed" },
            },
            at = "2026-01-05T10:30:00Z",
        });
        var clock = answer.Expect(HttpStatusCode.OK).GetProperty("items")[0];
        Assert.Equal(("running", "2026-01-05T11:05:00Z"), (clock.Text("state"), clock.Text("dueAt")));
        Assert.Equal(3, clock.GetProperty("intervals").GetArrayLength());
    }

    [Theory]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("requester", HttpStatusCode.Forbidden)]
    [InlineData("manager", HttpStatusCode.OK)]
    public async Task Calendar_IsPutByManagersOnly(string role, HttpStatusCode expected)
    {
        using var caller = await desk.KeyAsync(role);
        Assert.Equal(expected, (await caller.Put($"/v1/calendars/of-{role}", Office)).Status);
    }
}

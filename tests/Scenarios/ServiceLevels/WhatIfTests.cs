using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>One incident was resolved after two hours, one after six; four were agreed.</summary>
public sealed class WhatIfTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task WhatIf_WithTheAgreementInForce_IsHistory_AndWithADraftSomethingElse()
    {
        using var api = await desk.TenantAsync();
        await History(api);
        var history = await Ask(api, new { agreement = "gold", from = "2026-01-01T00:00:00Z", to = "2099-01-01T00:00:00Z" });
        Assert.Equal((2, """{"count":2,"met":1,"breached":1,"running":0,"percentMet":50}"""),
            (history.GetProperty("records").GetInt32(), Total(history).GetProperty("before").GetRawText()));
        Assert.Equal((1, 1), (Number(history, "met"), Number(history, "breached")));

        var draft = new { kind = "sla", targets = new[] { new { metric = "resolution", within = "PT8H" } } };
        var asked = await Ask(api, new
        {
            agreement = draft,
            replaces = "gold",
            calendar = new { timeZone = "UTC" },
            from = "2026-01-01T00:00:00Z",
            to = "2099-01-01T00:00:00Z",
        });
        Assert.Equal((2, 0), (Number(asked, "met"), Number(asked, "breached")));
        Assert.Equal(1, Total(asked).GetProperty("before").GetProperty("breached").GetInt32());
    }

    [Fact]
    public async Task WhatIf_AfterARecalculation_IsWhatHoldsNow()
    {
        using var api = await desk.TenantAsync();
        await History(api);
        await api.Allow("PT1H");
        (await api.Post("/v1/agreements/gold/recalculations", new { from = "2026-01-01T00:00:00Z" })).Expect(HttpStatusCode.Accepted);
        await desk.AdvanceAsync(TimeSpan.FromSeconds(1));
        var now = await Ask(api, new { agreement = "gold", from = "2026-01-01T00:00:00Z", to = "2099-01-01T00:00:00Z" });
        Assert.Equal((0, 2), (Number(now, "met"), Number(now, "breached")));
    }

    [Fact]
    public async Task WhatIf_ThatNamesNothingKnown_IsRefused()
    {
        using var api = await desk.TenantAsync();
        (await api.Post("/v1/service-levels/what-ifs", new { agreement = "none", from = "2026-01-01T00:00:00Z", to = "2026-01-02T00:00:00Z" })).Invalid();
        (await api.Post("/v1/service-levels/what-ifs", new { agreement = new { kind = "sla" }, from = "2026-01-01T00:00:00Z", to = "2026-01-02T00:00:00Z" })).Invalid();
        (await api.Post("/v1/service-levels/what-ifs", new { agreement = new { kynd = "sla" } })).Refused(HttpStatusCode.BadRequest, "unknown_field");
    }

    private async Task History(IncidentApi api)
    {
        await api.Agree("whatif@desk.example");
        JsonElement[] incidents = [await Started(api), await Started(api)];
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await api.Act(incidents[0], "resolve", new { code = "fixed", note = "Restarted." });
        await desk.AdvanceAsync(TimeSpan.FromHours(4));
        await api.Act(incidents[1], "resolve", new { code = "fixed", note = "Restarted." });
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
    }

    private static async Task<JsonElement> Ask(IncidentApi api, object body) =>
        (await api.Post("/v1/service-levels/what-ifs", body)).Expect(HttpStatusCode.OK);

    /// <summary>The target of all priorities together, which comes first.</summary>
    private static JsonElement Total(JsonElement answer) => answer.GetProperty("targets")[0];

    private static int Number(JsonElement answer, string member) => Total(answer).GetProperty(member).GetInt32();

    private static async Task<JsonElement> Started(IncidentApi api)
    {
        var incident = await api.Report(new { title = "Mail is down", assignee = "agent@desk.example" });
        return await api.Act(incident, "start");
    }
}

using System.Net;
using System.Text.Json;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>Incidents whose orchestration somebody ended on the desk: the sweeper does their steps, each once. The
/// agreement allows four hours.</summary>
public sealed class LostTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    private static readonly string[] Steps = ["clock.warned 75", "clock.breached 100"];

    [Theory]
    [InlineData("suspended@desk.example", "suspend")]
    [InlineData("terminated@desk.example", "terminate")]
    [InlineData("purged@desk.example", "terminate", "purge")]
    public async Task Sweeper_DoesTheSteps_OnceEach(string whom, params string[] fate)
    {
        using var api = await desk.TenantAsync();
        await api.Agree(whom, raise: true);
        var incident = await Lost(api, fate);
        await desk.AdvanceAsync(TimeSpan.FromHours(3) + TimeSpan.FromMinutes(1));
        Assert.Equal(Steps[..1], await api.Steps(incident));
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await AssertDoneOnce(api, incident, whom);
    }

    [Fact]
    public async Task WhatHappensNext_StartsANewOrchestration_WhichDoublesNothing()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("revived@desk.example", raise: true);
        var incident = await Lost(api, "terminate", "purge");
        await desk.AdvanceAsync(TimeSpan.FromHours(3) + TimeSpan.FromMinutes(1));
        var comments = $"/v1/incidents/{IncidentApi.IdOf(incident)}/comments";
        (await api.Post(comments, new { body = "We are on it.", visibility = "public" })).Expect(HttpStatusCode.Created);
        await desk.AdvanceAsync(TimeSpan.FromHours(2));
        await AssertDoneOnce(api, incident, "revived@desk.example");
    }

    [Fact]
    public async Task ManyWhoLookAtOnce_DoEachStepOnce()
    {
        using var api = await desk.TenantAsync();
        await api.Agree("together@desk.example", raise: true);
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromHours(3) - TimeSpan.FromSeconds(1));
        var keeper = desk.Services.GetRequiredService<ClockKeeper>();
        var (tenant, id) = (await TenantOf(api, incident), RecordId.From(IncidentApi.IdOf(incident)));
        foreach (var step in Steps)
        {
            var due = desk.AdvanceAsync(TimeSpan.FromSeconds(1)); // The orchestration and the sweeper, and eight more.
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => keeper.Tend(tenant, id, null, null, CancellationToken.None)).Append(due));
            await desk.AdvanceAsync(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        }
        await AssertDoneOnce(api, incident, "together@desk.example");
    }

    private static async Task AssertDoneOnce(IncidentApi api, JsonElement incident, string whom)
    {
        Assert.Equal(Steps, await api.Steps(incident));
        Assert.Equal(2, await api.Mails(whom));
        var after = (await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}")).Expect(HttpStatusCode.OK);
        Assert.Equal("P2", after.Text("priority"));
    }

    /// <summary>An incident of a minute ago whose orchestration met this fate on the desk.</summary>
    private async Task<JsonElement> Lost(IncidentApi api, params string[] fate)
    {
        var incident = await api.Report(new { title = "Mail is down" });
        await desk.AdvanceAsync(TimeSpan.FromMinutes(1));
        var instance = await Orchestration(api, incident);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Add("Origin", desk.Url);
        foreach (var what in fate)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("do", what)]);
            using var answer = await browser.PostAsync($"{desk.Url}/_local/orchestrations/{instance}", form);
            Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
            await desk.AdvanceAsync(TimeSpan.Zero);
        }
        return incident;
    }

    private static async Task<string> Orchestration(IncidentApi api, JsonElement incident) =>
        (await api.Get("/_local/orchestrations")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()
            .Select(item => item.Text("id")).Single(id => id.EndsWith(IncidentApi.IdOf(incident), StringComparison.Ordinal));

    /// <summary>The tenant, as the orchestration's id <c>clocks-{tenant}-{incident}</c> names it.</summary>
    private static async Task<TenantId> TenantOf(IncidentApi api, JsonElement incident) =>
        TenantId.From((await Orchestration(api, incident)).Split('-')[1]);
}

using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Hosting;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>kill -9 around the due time of twenty clocks: every step once, and what is overdue within a minute of the
/// start.</summary>
public sealed class KilledTests
{
    private const int Incidents = 20;
    private const string Whom = "killed@desk.example";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Killed_AfterSoManyMails_DoesEachStepOnce(int mails)
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var incidents = await Report(product);
        await Advance(product, "PT2H59M");
        var due = Advance(product, "PT2M");
        await HasSent(product, mails, due);
        await product.KillAsync();
        await Record.ExceptionAsync(() => due); // Whether it was answered or cut off does not matter.
        await product.StartAgainAsync();
        await Advance(product, "PT2M");
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        foreach (var incident in incidents) Assert.Equal(["clock.warned 75"], await api.Steps(incident));
        await Advance(product, "PT2H");
        foreach (var incident in incidents) Assert.Equal(["clock.warned 75", "clock.breached 100"], await api.Steps(incident));
        Assert.Equal(2 * Incidents, await api.Mails(Whom));
    }

    /// <summary>Sixty incidents are three pages of a recalculation.</summary>
    [Fact]
    public async Task Killed_InTheMiddleOfARecalculation_MeetsEachIncidentOnce()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var incidents = await Report(product, 60);
        await Advance(product, "PT1H");
        var path = await Recalculate(product);
        while (await Done(product, path) is 0) await Task.Yield();
        await product.KillAsync();
        await product.StartAgainAsync();
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        for (var tries = 0; tries < 60 && (await api.Get(path)).Json.Text("state") == "running"; tries++)
            await Advance(product, "PT1S");
        var recalculation = (await api.Get(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("completed", recalculation.Text("state"));
        Assert.Equal(60, recalculation.GetProperty("difference").GetProperty("changed").GetInt32());
        Assert.Equal(60, (await api.All(path + "/differences")).Count);
        foreach (var incident in incidents)
            Assert.Single(await api.All($"/v1/incidents/{IncidentApi.IdOf(incident)}/timeline"), happened => happened.Text("type") == "clock.recalculated");
    }

    private static async Task<string> Recalculate(ProductProcess product)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        await api.Allow("PT8H");
        var started = await api.Post("/v1/agreements/gold/recalculations", new { from = "2026-01-01T00:00:00Z" });
        started.Expect(HttpStatusCode.Accepted);
        return $"{started.Headers.Location}";
    }

    private static async Task<int> Done(ProductProcess product, string path)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        return (await api.Get(path)).Expect(HttpStatusCode.OK).GetProperty("progress").GetProperty("done").GetInt32();
    }

    private static async Task<IReadOnlyList<JsonElement>> Report(ProductProcess product, int count = Incidents)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        await api.Agree(Whom);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(number => api.Report(new { title = $"Mail {number} is down" })));
    }

    private static async Task HasSent(ProductProcess product, int mails, Task due)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        while (!due.IsCompleted && await api.Mails(Whom) < mails)
            await Task.Yield();
    }

    private static async Task Advance(ProductProcess product, string by)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        (await api.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }
}

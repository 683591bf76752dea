using System.Net;
using ItsmServerless.Tests.Scenarios.Hosting;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>kill -9 in the middle of a recalculation: it goes on, and meets each incident once.</summary>
public sealed class KilledRecalculationTests
{
    private const int Incidents = 60; // Three pages.

    [Fact]
    public async Task Killed_InTheMiddleOfARecalculation_MeetsEachIncidentOnce()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var incidents = await Report(product);
        await Advance(product, "PT1H");
        var path = await Recalculate(product);
        while (await Done(product, path) is 0) await Task.Yield();
        await product.KillAsync();
        await product.StartAgainAsync();
        using var api = Api(product);
        for (var tries = 0; tries < 60 && (await api.Get(path)).Json.Text("state") == "running"; tries++)
            await Advance(product, "PT1S");
        var recalculation = (await api.Get(path)).Expect(HttpStatusCode.OK);
        Assert.Equal("completed", recalculation.Text("state"));
        Assert.Equal(Incidents, recalculation.GetProperty("difference").GetProperty("changed").GetInt32());
        Assert.Equal(Incidents, (await api.All(path + "/differences")).Count);
        foreach (var incident in incidents)
            Assert.Single(await api.All($"/v1/incidents/{incident}/timeline"), IsRecalculated);
    }

    private static bool IsRecalculated(System.Text.Json.JsonElement happened) =>
        happened.Text("type") == "clock.recalculated";

    private static async Task<IReadOnlyList<string>> Report(ProductProcess product)
    {
        using var api = Api(product);
        await api.Agree("killed@desk.example");
        var reported = await Task.WhenAll(Enumerable.Range(0, Incidents)
            .Select(number => api.Report(new { title = $"Mail {number} is down" })));
        return [.. reported.Select(IncidentApi.IdOf)];
    }

    private static async Task<string> Recalculate(ProductProcess product)
    {
        using var api = Api(product);
        await api.Allow("PT8H");
        var started = await api.Post("/v1/agreements/gold/recalculations", new { from = "2026-01-01T00:00:00Z" });
        started.Expect(HttpStatusCode.Accepted);
        return $"{started.Headers.Location}";
    }

    private static async Task<int> Done(ProductProcess product, string path)
    {
        using var api = Api(product);
        return (await api.Get(path)).Expect(HttpStatusCode.OK).GetProperty("progress").GetProperty("done").GetInt32();
    }

    private static async Task Advance(ProductProcess product, string by)
    {
        using var api = Api(product);
        (await api.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }

    private static IncidentApi Api(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

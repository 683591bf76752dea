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

    private static async Task<IReadOnlyList<JsonElement>> Report(ProductProcess product)
    {
        using var api = new IncidentApi(new Uri(product.Url), product.ApiKey);
        await api.Agree(Whom);
        return await Task.WhenAll(Enumerable.Range(0, Incidents).Select(number => api.Report(new { title = $"Mail {number} is down" })));
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

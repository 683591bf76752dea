using System.Net;
using System.Text.Json;
using ItsmServerless.Tests.Scenarios.Hosting;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.ServiceLevels;

/// <summary>kill -9 around the due time of two hundred clocks: every step, mail and card once, and what is overdue
/// within a minute of the start.</summary>
/// <remarks>One product is killed at one step after the other, because reporting is most of the cost.</remarks>
public sealed class KilledTests
{
    private const int Incidents = 200;
    private const string Whom = "killed@desk.example";
    private const string Channel = "killed";

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Steps = ["clock.warned 50", "clock.warned 75", "clock.breached 100"];

    [Fact]
    public async Task Killed_AroundTheDueTimeOfEachStep_DoesEachOnce_WithinAMinute()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var incidents = await Report(product);
        await Advance(product, "PT1H59M59S");
        await product.KillAsync(); // Just before.
        await AssertCaughtUp(product, incidents, steps: 1);
        await KillWhenDue(product, mails: Incidents / 4); // In the midst.
        await AssertCaughtUp(product, incidents, steps: 2);
        await KillWhenDue(product, mails: Incidents); // Just after the last mail.
        await AssertCaughtUp(product, incidents, steps: 3);
    }

    private static async Task<IReadOnlyList<JsonElement>> Report(ProductProcess product)
    {
        using var api = Api(product);
        (await api.Put("/v1/calendars/always", new { timeZone = "UTC" })).Expect(HttpStatusCode.OK);
        (await api.Put($"/v1/teams-channels/{Channel}", new { name = Channel, url = $"{product.Url}/_local/teams/{Channel}" }))
            .Expect(HttpStatusCode.OK);
        var notify = new[] { Whom, $"teams:{Channel}" };
        (await api.Put("/v1/agreements/gold", new
        {
            kind = "sla",
            calendar = "always",
            targets = new[] { new { metric = "resolution", within = "PT4H" } },
            escalations = new[] { 0.5, 0.75, 1 }.Select(at => new { metric = "resolution", at, notify }),
        })).Expect(HttpStatusCode.OK);
        var incidents = new List<JsonElement>();
        foreach (var some in Enumerable.Range(0, Incidents).Chunk(50)) // As many at once as a tenant may have under way.
            incidents.AddRange(await Task.WhenAll(some.Select(number => api.Report(new { title = $"Mail {number} is down" }))));
        return incidents;
    }

    /// <summary>Moves the clock to a second after the next step, and kills when so many mails of it were sent.</summary>
    private static async Task KillWhenDue(ProductProcess product, int mails)
    {
        using var api = Api(product);
        var before = await api.Mails(Whom);
        await Advance(product, "PT58M59S"); // A minute passed since the last step.
        var due = Advance(product, "PT2S");
        while (!due.IsCompleted && await api.Mails(Whom) - before < mails)
            await Task.Delay(Breath); // Counting mails costs the product time.
        await product.KillAsync();
        await Record.ExceptionAsync(() => due); // Whether it was answered or cut off does not matter.
    }

    private static async Task AssertCaughtUp(ProductProcess product, IReadOnlyList<JsonElement> incidents, int steps)
    {
        await product.StartAgainAsync();
        await Advance(product, "PT1M");
        using var api = Api(product);
        Assert.All(await Task.WhenAll(incidents.Select(api.Steps)), done => Assert.Equal(Steps[..steps], done));
        Assert.Equal(steps * Incidents, await api.Mails(Whom));
        Assert.Equal(steps * Incidents, await Cards(api));
    }

    private static async Task<int> Cards(IncidentApi api) =>
        (await api.Get("/_local/teams")).Expect(HttpStatusCode.OK).GetProperty("items").EnumerateArray()
            .Count(card => card.Text("channel") == Channel);

    private static async Task Advance(ProductProcess product, string by)
    {
        using var api = Api(product);
        (await api.Post("/_local/clock/advance", new { by })).Expect(HttpStatusCode.OK);
    }

    private static IncidentApi Api(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

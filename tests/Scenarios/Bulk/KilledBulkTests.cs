using System.Net;
using ItsmServerless.Tests.Scenarios.Hosting;
using ItsmServerless.Tests.Scenarios.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Bulk;

/// <summary>kill -9 in the middle of a bulk: it goes on, and each command has its effect once.</summary>
public sealed class KilledBulkTests
{
    private const int Comments = 100; // Four pages.

    [Fact]
    public async Task Killed_InTheMiddle_HasEachEffectOnce()
    {
        await using var product = await ProductProcess.StartAsync("--clock", "manual");
        var (incident, path) = await BeginAsync(product);
        while (await DoneAsync(product, path) is 0) await Task.Yield();
        await product.KillAsync();
        await product.StartAgainAsync();
        using var api = Api(product);
        for (var tries = 0; tries < 120 && await StateAsync(api, path) == "running"; tries++)
            (await api.Post("/_local/clock/advance", new { by = "PT1S" })).Expect(HttpStatusCode.OK);
        Assert.Equal("completed", await StateAsync(api, path));
        var said = (await api.All($"/v1/incidents/{incident}/comments")).Select(comment => comment.GetProperty("body").GetString());
        Assert.Equal(Enumerable.Range(0, Comments).Select(n => $"{n}"), said);
        Assert.Equal(Comments, (await api.All(path + "/results")).Count);
    }

    private static async Task<(string Incident, string Path)> BeginAsync(ProductProcess product)
    {
        using var api = Api(product);
        var id = IncidentApi.IdOf(await api.Report(new { title = "Mail is down" }));
        var items = Enumerable.Range(0, Comments).Select(n => new { operation = "commentOnIncident", id, body = new { body = $"{n}" } });
        var started = await api.Post("/v1/bulk", new { items });
        started.Expect(HttpStatusCode.Accepted);
        return (id, $"{started.Headers.Location}");
    }

    private static async Task<int> DoneAsync(ProductProcess product, string path)
    {
        using var api = Api(product);
        return (await api.Get(path)).Expect(HttpStatusCode.OK).GetProperty("progress").GetProperty("done").GetInt32();
    }

    private static async Task<string?> StateAsync(IncidentApi api, string path) =>
        (await api.Get(path)).Expect(HttpStatusCode.OK).GetProperty("state").GetString();

    private static IncidentApi Api(ProductProcess product) => new(new Uri(product.Url), product.ApiKey);
}

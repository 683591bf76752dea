using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Outbox;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>What an incident costs, in storage transactions: what Azure bills and what time goes into.</summary>
/// <remarks>Counted are the app's own. The local runtime's stand for Service Bus and Durable Functions.</remarks>
public sealed class StorageCostTests(StorageFixture storage, ITestOutputHelper output)
{
    [Fact]
    public async Task ReportedIncident_WithTwoClocks_CostsNoMoreThanPlanned()
    {
        await using var scope = storage.Scope();
        var ledger = new StorageLedger(scope.Prefix);
        await using var host = await DeskFixture.StartAsync(
            scope, services => services.AddSingleton<HttpPipelinePolicy>(ledger));
        using var api = await DeskFixture.TenantAsync(host, "costs");
        await AgreeOnTwoClocks(api);
        await api.Report(new { title = "Takes the first block of numbers" });
        await host.WhenQuiet();
        await host.Services.GetRequiredService<Intents>().TryFlush(CancellationToken.None);
        ledger.Take();

        await api.Report(new { title = "Counted" });
        await host.WhenQuiet();
        await host.Services.GetRequiredService<Intents>().TryFlush(CancellationToken.None); // Otherwise a second later.

        var all = ledger.Take();
        var own = all.Where(entry => !StorageLedger.IsRuntime(entry)).ToList();
        var beforeAnswer = all.TakeWhile(entry => !StorageLedger.IsRuntime(entry)).ToList();
        output.WriteLine($"Before the answer: {beforeAnswer.Count} ({string.Join(", ", beforeAnswer)})");
        output.WriteLine($"In total: {own.Count} ({string.Join(", ", own.Skip(beforeAnswer.Count))} after it)");
        output.WriteLine($"By the local runtime besides: {all.Count - own.Count}");
        Assert.InRange(beforeAnswer.Count, 1, 3);
        Assert.InRange(own.Count, 1, 13);
    }

    private static async Task AgreeOnTwoClocks(IncidentApi api)
    {
        await Put(api, "/v1/calendars/always", new { timeZone = "Etc/UTC" });
        await Put(api, "/v1/agreements/gold", new
        {
            kind = "sla",
            practice = "incident",
            calendar = "always",
            targets = new[] { Target("first_response", "PT1H"), Target("resolution", "PT8H") },
        });
        var incident = await api.Report(new { title = "Has two clocks" });
        var clocks = await api.Get($"/v1/incidents/{IncidentApi.IdOf(incident)}/clocks");
        Assert.Equal(2, clocks.Expect(HttpStatusCode.OK).GetProperty("items").GetArrayLength());
    }

    private static object Target(string metric, string within) => new { metric, within };

    private static async Task Put(IncidentApi api, string path, object body)
    {
        var answer = await api.Send(HttpMethod.Put, path, body);
        Assert.True((int)answer.Status is 200 or 201, Encoding.UTF8.GetString(answer.Bytes));
    }
}

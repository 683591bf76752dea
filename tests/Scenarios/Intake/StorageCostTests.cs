using System.Net;
using System.Text;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.Outbox;
using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Approvals;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Incidents;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Intake;

/// <summary>What a message costs, in storage transactions, until its sender is answered and until its incident is there.
/// </summary>
/// <remarks>Counted are the app's own, those of clocks and notices that hear of the incident among them; functions/Intake/README.md names the numbers.</remarks>
public sealed class StorageCostTests(StorageFixture storage, ITestOutputHelper output)
{
    [Fact]
    public Task Alert_ThatBeginsAnIncident_CostsNoMoreThanPlanned() => Costs(
        "pagerduty", "application/json", AlertRig.PagerDuty("first", "trigger"), AlertRig.PagerDuty("second", "trigger"),
        before: 5, total: 35);

    [Fact]
    public Task Alert_ThatIsHeardOfAgain_CostsNoMoreThanPlanned() => Costs(
        "pagerduty", "application/json", AlertRig.PagerDuty("same", "trigger"), AlertRig.PagerDuty("same", "trigger"),
        before: 5, total: 31);

    [Fact]
    public Task Mail_CostsNoMoreThanPlanned() => Costs(
        "mime", "message/rfc822", MailRig.Mail("ada@example.org", "m1@example.org", "It burns."),
        MailRig.Mail("bob@example.org", "m2@example.org", "It burns."), before: 5, total: 46);

    private async Task Costs(string format, string type, string first, string counted, int before, int total)
    {
        await using var scope = storage.Scope();
        var ledger = new StorageLedger(scope.Prefix);
        await using var host = await DeskFixture.StartAsync(
            scope, services => services.AddSingleton<HttpPipelinePolicy>(ledger));
        using var admin = await DeskFixture.TenantAsync(host, "costs");
        var source = (await admin.Post("/v1/intake-sources", new { name = format, format })).Expect(HttpStatusCode.Created);
        var path = new Uri(source.GetProperty("url").GetString()!).AbsolutePath;
        await Deliver(host, path, type, first); // Takes the first block of numbers, and reads the tenant's state.
        ledger.Take();
        await Deliver(host, path, type, counted);
        var all = ledger.Take();
        var own = all.Where(entry => !StorageLedger.IsRuntime(entry)).ToList();
        var answered = all.TakeWhile(entry => !StorageLedger.IsRuntime(entry)).ToList();
        output.WriteLine($"Before the answer: {answered.Count} ({string.Join(", ", answered)})");
        output.WriteLine($"In total: {own.Count} ({string.Join(", ", own.Skip(answered.Count))} after it)");
        Assert.InRange(answered.Count, 1, before);
        Assert.InRange(own.Count, 1, total);
    }

    private static async Task Deliver(LocalHost host, string path, string type, string message)
    {
        using var sender = new Caller(new Uri(host.Url), key: null);
        (await MailRig.Post(sender, path, Encoding.UTF8.GetBytes(message), type)).Expect(HttpStatusCode.Accepted);
        await host.WhenQuiet();
        await host.Services.GetRequiredService<Intents>().TryFlush(CancellationToken.None); // Otherwise a second later.
    }
}

using ItsmServerless.Bulk;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Bulk;

/// <summary>A tenant has so many bulks under way at the same time.</summary>
public sealed class BulkCapTests(BulkRig rig) : IClassFixture<BulkRig>
{
    [Fact]
    public async Task OneTooMany_IsRefused_UntilAnotherEnds()
    {
        var (incident, most) = (await rig.ReportAsync(), rig.Get<BulkSettings>().MostRunning);
        var asked = await Task.WhenAll(Enumerable.Range(0, 2 * most).Select(n => rig.StartAsync(rig.Admin, incident, 1, $"cap-{n}")));
        var refused = asked.Where(bulk => bulk.Problem is not null).ToList();
        Assert.Equal(most, refused.Count);
        Assert.All(refused, bulk => Assert.Equal(ProblemCode.RateLimited, bulk.Problem!.Code));
        Assert.All(refused, bulk => Assert.NotNull(bulk.Problem!.RetryAfterSeconds));

        var begun = asked.Index().First(bulk => bulk.Item.Problem is null);
        var again = await rig.StartAsync(rig.Admin, incident, 1, $"cap-{begun.Index}");
        Assert.Equal(begun.Item.Value.Id, again.Value.Id);

        await rig.EndAsync(new(rig.Tenant, begun.Item.Value.Id));
        Assert.Null((await rig.StartAsync(rig.Admin, incident, 1)).Problem);
        Assert.NotNull((await rig.StartAsync(rig.Admin, incident, 1)).Problem);

        rig.Time.Advance(TimeSpan.FromDays(1)); // What did not move for so long is lost, and stands in nobody's way.
        Assert.Null((await rig.StartAsync(rig.Admin, incident, 1)).Problem);
    }
}

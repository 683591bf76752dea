using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class QueryTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_AreFullButTheLast_AndGoOnFromAnyToken(bool isKilled)
    {
        await using var rig = await StartAsync();
        for (var i = 0; i < 21; i++)
            await StartAsync(rig, $"page-{i}");
        await StartAsync(rig, "another");
        var query = rig.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "page"));

        var pages = await query.AsPages(pageSizeHint: 5).ToListAsync();
        await rig.KillIfAsync(isKilled);
        query = rig.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "page"));
        var resumed = await query.AsPages(pages[1].ContinuationToken, pageSizeHint: 4).ToListAsync();

        Assert.Equal([5, 5, 5, 5, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([false, false, false, false, true], pages.Select(page => page.ContinuationToken is null));
        Assert.Equal([4, 4, 3], resumed.Select(page => page.Values.Count));
        Assert.Equal(Ids(pages.Skip(2)), Ids(resumed));
        Assert.Equal(21, Ids(pages).Distinct().Count());
    }

    [Fact]
    public async Task Pages_ThatComeOutEven_EndWithAFullOne()
    {
        await using var rig = await StartAsync();
        for (var i = 0; i < 4; i++)
            await StartAsync(rig, $"page-{i}");

        var pages = await rig.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2)).AsPages().ToListAsync();

        Assert.Equal([2, 2], pages.Select(page => page.Values.Count));
        Assert.Null(pages[^1].ContinuationToken);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InputsAndOutputs_AreThereWhenAskedFor(bool areAsked)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Fail", context =>
            {
                context.SetCustomStatus("set");
                return Task.FromException<string>(new FormatException("bad"));
            })
            .Orchestrator("Echo", context => Task.FromResult(context.GetInput<string>()!)));
        await rig.RunAsync("Fail", "input");
        await rig.RunAsync("Echo", "input");
        await rig.RestartAsync();

        var query = new OrchestrationQuery(FetchInputsAndOutputs: areAsked);
        var found = await rig.Client.GetAllInstancesAsync(query).ToListAsync();
        var failed = found.Single(one => one.Name == "Fail");
        var echoed = found.Single(one => one.Name == "Echo");

        Assert.Equal(areAsked ? "\"input\"" : null, failed.SerializedInput);
        Assert.Equal(areAsked ? "\"set\"" : null, failed.SerializedCustomStatus);
        Assert.Equal(areAsked ? "bad" : null, failed.FailureDetails?.ErrorMessage);
        Assert.Equal(areAsked ? "\"input\"" : null, echoed.SerializedOutput);
        Assert.Equal(areAsked, echoed.DataConverter is not null);
    }

    [Fact]
    public async Task EveryFilter_HoldsAtItsEdges()
    {
        await using var rig = await StartAsync();
        var start = rig.Clock.GetUtcNow();
        foreach (var id in new[] { "a", "b", "c" })
        {
            await StartAsync(rig, id);
            await rig.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        await rig.Client.TerminateInstanceAsync("b");
        await rig.EndAsync("b");

        Assert.Equal(["b", "c"], await FindAsync(rig, new(CreatedFrom: start.AddMinutes(1))));
        Assert.Equal(["a", "b"], await FindAsync(rig, new(CreatedTo: start.AddMinutes(1))));
        Assert.Equal(["b"], await FindAsync(rig, new(Statuses: [OrchestrationRuntimeStatus.Terminated])));
        Assert.Equal(["c"], await FindAsync(rig, new(InstanceIdPrefix: "c")));
        Assert.Equal(["a", "b", "c"], await FindAsync(rig, new(Statuses: [], TaskHubNames: ["any"])));
    }

    [Fact]
    public async Task Ids_AreListedByWhenTheyEnded()
    {
        await using var rig = await StartAsync();
        foreach (var id in new[] { "a", "b", "c", "d", "runs" })
            await StartAsync(rig, id);
        var start = rig.Clock.GetUtcNow();
        foreach (var id in new[] { "a", "b", "c", "d" })
        {
            await rig.Client.RaiseEventAsync(id, "Go", "went");
            await rig.EndAsync(id);
            await rig.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        var all = await rig.Client.ListInstanceIdsAsync(pageSize: 3);
        var rest = await rig.Client.ListInstanceIdsAsync(pageSize: 3, lastInstanceKey: all.ContinuationToken);
        var window = await rig.Client.ListInstanceIdsAsync(
            [OrchestrationRuntimeStatus.Completed], start.AddMinutes(1), start.AddMinutes(2));
        var failed = await rig.Client.ListInstanceIdsAsync([OrchestrationRuntimeStatus.Failed]);

        Assert.Equal(["a", "b", "c"], all.Values);
        Assert.Equal(["d"], rest.Values);
        Assert.Null(rest.ContinuationToken);
        Assert.Equal(["b", "c"], window.Values);
        Assert.Empty(failed.Values);
    }

    private static IEnumerable<string> Ids(IEnumerable<Page<OrchestrationMetadata>> pages) =>
        pages.SelectMany(page => page.Values).Select(found => found.InstanceId);

    private static async Task<List<string>> FindAsync(EngineRig rig, OrchestrationQuery query) =>
        await rig.Client.GetAllInstancesAsync(query).Select(found => found.InstanceId).ToListAsync();

    private static async Task StartAsync(EngineRig rig, string id)
    {
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions(id));
        await rig.QuietAsync();
    }

    private Task<EngineRig> StartAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")));
}

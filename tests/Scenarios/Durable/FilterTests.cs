using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Xunit;

#pragma warning disable CS0618 // Filters are experimental.

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class FilterTests(StorageFixture storage)
{
    [Fact]
    public async Task Orchestration_ThatTheFilterDenies_WaitsUntilItIsAllowed()
    {
        var filter = new Filter { DeniedTag = "later" };
        await using var rig = await StartAsync(filter);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Tagged("later"));
        await rig.Client.RaiseEventAsync(id, "Go", "1");
        await rig.QuietAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);

        filter.DeniedTag = null;
        await rig.RestartAsync();

        Assert.Equal("1", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Orchestration_ThatTheFilterDenies_IsAskedAboutAgainAtItsNextMessage()
    {
        var filter = new Filter { DeniedTag = "later" };
        await using var rig = await StartAsync(filter);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Tagged("later"));
        await rig.QuietAsync();

        filter.DeniedTag = null;
        await rig.Client.RaiseEventAsync(id, "Go", "1");

        Assert.Equal("1", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Others_AreLeftAlone()
    {
        await using var rig = await StartAsync(new Filter { DeniedTag = "later" });
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Tagged("now"));

        await rig.Client.RaiseEventAsync(id, "Go", "1");

        Assert.Equal("1", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Filter_OfAWorker_IsAsked()
    {
        await using var scope = storage.Scope();
        await using var host = await WorkerHost.StartAsync(scope, worker => worker
            .UseOrchestrationFilter(new Filter { DeniedName = "Denied" })
            .AddTasks(tasks => tasks
                .AddOrchestratorFunc("Denied", _ => "ran")
                .AddOrchestratorFunc("Allowed", _ => "ran")));

        var denied = await host.Client.ScheduleNewOrchestrationInstanceAsync("Denied");
        await host.RunAsync("Allowed");

        Assert.Equal(
            OrchestrationRuntimeStatus.Pending, (await host.Client.GetInstanceAsync(denied))!.RuntimeStatus);
    }

    private static StartOrchestrationOptions Tagged(string when) =>
        new() { Tags = new Dictionary<string, string> { ["when"] = when } };

    private Task<EngineRig> StartAsync(Filter filter) => EngineRig.OfRegistryAsync(
        storage,
        tasks => tasks.AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go")),
        options => options with { Filter = filter });

    private sealed class Filter : IOrchestrationFilter
    {
        public string? DeniedTag { get; set; }

        public string? DeniedName { get; init; }

        public ValueTask<bool> IsOrchestrationValidAsync(
            OrchestrationFilterParameters info, CancellationToken cancellationToken = default)
        {
            var isDenied = info.Name == DeniedName
                || (DeniedTag is not null && info.Tags?.GetValueOrDefault("when") == DeniedTag);
            return ValueTask.FromResult(!isDenied);
        }
    }
}

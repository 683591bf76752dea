using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class RestartTests(StorageFixture storage)
{
    private static readonly StartOrchestrationOptions One = new("one")
    {
        Version = new TaskVersion("1.2"),
        Tags = new Dictionary<string, string> { ["tenant"] = "acme" },
    };

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Restart_RunsTheSameOrchestratorWithTheSameInputVersionAndTags(bool hasNewId, bool isKilled)
    {
        await using var rig = await StartEchoAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "input", One);
        await rig.Client.RaiseEventAsync("one", "Go", "first");
        await rig.EndAsync("one");

        await rig.KillIfAsync(isKilled);
        var id = await rig.Client.RestartAsync("one", hasNewId);
        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "Go", "second");
        var ended = await rig.EndAsync(id);

        Assert.Equal(hasNewId, id != "one");
        Assert.Equal("input/1.2/second", ended.ReadOutputAs<string>());
        Assert.Equal("acme", ended.Tags["tenant"]);
        Assert.Equal(hasNewId ? "input/1.2/first" : "input/1.2/second", await OutputAsync(rig, "one"));
    }

    [Fact]
    public async Task Restart_UnderTheSameId_LeavesNothingOfTheFirst()
    {
        await using var rig = await StartEchoAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "input", One);
        for (var i = 0; i < 20; i++)
        {
            await rig.Client.SuspendInstanceAsync("one");
            await rig.Client.ResumeInstanceAsync("one");
            await rig.QuietAsync();
        }

        await rig.Client.TerminateInstanceAsync("one", new string('x', 100_000));
        await rig.EndAsync("one");
        await rig.Client.RestartAsync("one");
        await rig.QuietAsync();

        Assert.Single(await rig.Engine.ReadHistoryAsync("one", default));
        Assert.Empty(await rig.BlobsAsync());
        Assert.Null((await rig.Client.GetInstanceAsync("one", getInputsAndOutputs: true))!.SerializedOutput);
    }

    [Fact]
    public async Task Restart_OfAnUnknownInstance_NamesIt()
    {
        await using var rig = await StartEchoAsync();

        var refused = await Assert.ThrowsAsync<ArgumentException>(() => rig.Client.RestartAsync("nobody"));

        Assert.StartsWith("An orchestration with the instanceId nobody was not found", refused.Message);
    }

    [Fact]
    public async Task Restart_OfOneThatRuns_IsRefusedUnderItsIdAndNotUnderAnother()
    {
        await using var rig = await StartEchoAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "input", One);
        await rig.QuietAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Client.RestartAsync("one"));
        var id = await rig.Client.RestartAsync("one", restartWithNewInstanceId: true);
        await rig.Client.RaiseEventAsync(id, "Go", "second");

        Assert.Equal("input/1.2/second", await OutputAsync(rig, id));
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await rig.Client.GetInstanceAsync("one"))!.RuntimeStatus);
    }

    [Fact]
    public async Task Answer_ToTheInstanceBefore_DoesNotReachTheOneThatReplacesIt()
    {
        var (first, second) = (new TaskCompletionSource<string>(), new TaskCompletionSource<string>());
        var answers = new Queue<Task<string>>([first.Task, second.Task]);
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Slow", _ => answers.Dequeue())
            .Orchestrator("Call", async context =>
            {
                var slow = context.CallActivityAsync<string>("Slow");
                var told = context.WaitForExternalEvent<string>("Go");
                return await await Task.WhenAny(slow, told);
            }));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Call", One);
        await EngineRig.UntilAsync(() => answers.Count == 1);
        await rig.Client.TerminateInstanceAsync("one");
        await rig.EndAsync("one");
        await rig.Client.RestartAsync("one");
        await EngineRig.UntilAsync(() => answers.Count == 0);

        first.SetResult("of the first");
        await rig.Client.RaiseEventAsync("one", "Go", "of the second");

        Assert.Equal("of the second", await OutputAsync(rig, "one"));
        second.SetResult("too late");
    }

    private static async Task<string?> OutputAsync(EngineRig rig, string id) =>
        (await rig.EndAsync(id)).ReadOutputAs<string>();

    private Task<EngineRig> StartEchoAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Echo", async context =>
            $"{context.GetInput<string>()}/{context.Version}/{await context.WaitForExternalEvent<string>("Go")}"));
}

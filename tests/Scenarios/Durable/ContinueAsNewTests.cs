using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ContinueAsNewTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_StartsOverWithNewInputAndAnEmptyHistory(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Count", async context =>
            {
                var count = context.GetInput<int>();
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                if (count < 5)
                    context.ContinueAsNew(count + 1);
                return count;
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Count", 1);

        await rig.AdvanceAsync(TimeSpan.FromMinutes(3));
        await rig.KillIfAsync(isKilled);
        Assert.Equal(4, (await rig.Client.GetInstanceAsync(id, getInputsAndOutputs: true))!.ReadInputAs<int>());
        Assert.Single(await rig.Engine.ReadHistoryAsync(id, default));
        await rig.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(5, (await rig.EndAsync(id)).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData(true, 300, false)]
    [InlineData(true, 300, true)]
    [InlineData(false, 1, false)]
    public async Task Events_NotProcessed_AreKeptOnlyWhenAsked(bool areKept, int expected, bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Sum", async context =>
            {
                var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("Add");
                if (sum < expected)
                    context.ContinueAsNew(sum, areKept);
                return sum;
            }));
        var later = rig.Clock.GetUtcNow().AddHours(1);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Sum", 0, new StartOrchestrationOptions(StartAt: later));

        for (var i = 0; i < expected; i++)
            await rig.Client.RaiseEventAsync(id, "Add", 1);
        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task Answers_OfTheRunBefore_DoNotReachTheNext()
    {
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Slow", async text =>
            {
                begun.TrySetResult();
                if (text == "first")
                    await gate.Task;
                return text;
            })
            .Orchestrator("Twice", async context =>
            {
                var input = context.GetInput<string>()!;
                var slow = context.CallActivityAsync<string>("Slow", input);
                var next = context.WaitForExternalEvent<string>("Next");
                if (await Task.WhenAny(slow, next) == next)
                    context.ContinueAsNew("second");
                return input == "second" ? await slow : "over";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Twice", "first");
        await begun.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await rig.Client.RaiseEventAsync(id, "Next", "!");
        var ended = await rig.EndAsync(id);
        gate.SetResult();
        await rig.QuietAsync();

        Assert.Equal("second", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Version_MayChangeWithTheRun()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Renew", context =>
            {
                if (context.Version == "1")
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "2" });
                return Task.FromResult(context.Version);
            }));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Renew", new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("2", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SendEvent_JustBefore_IsNotLost()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Listen", context => context.WaitForExternalEvent<string>("Word"))
            .Orchestrator("Speak", context =>
            {
                if (context.GetInput<int>() == 0)
                {
                    context.SendEvent("listener", "Word", "last words");
                    context.ContinueAsNew(1);
                }

                return Task.FromResult("spoken");
            }));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));

        await rig.RunAsync("Speak", 0);

        Assert.Equal("last words", (await rig.EndAsync("listener")).ReadOutputAs<string>());
    }
}

using ItsmServerless.Local.Durable.Replay;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class DeterminismTests(StorageFixture storage)
{
    [Fact]
    public async Task IdsAndTimes_AreTheSameAtEveryReplay()
    {
        var seen = new List<(Guid, Guid, DateTime)>();
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Replay", async context =>
            {
                seen.Add((context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime));
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return context.NewGuid();
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Replay");

        await rig.AdvanceAsync(TimeSpan.FromHours(2));
        var ended = await rig.EndAsync(id);

        Assert.Equal(3, seen.Count);
        var (first, second, _) = Assert.Single(seen.Distinct());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, ended.ReadOutputAs<Guid>());
    }

    [Fact]
    public async Task IsReplaying_IsTrueExactlyForWhatRanBefore()
    {
        var lines = new List<string>();
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Log", async context =>
            {
                lines.Add($"a {context.IsReplaying}");
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                lines.Add($"b {context.IsReplaying}");
                return "";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Log");

        await rig.AdvanceAsync(TimeSpan.FromHours(1));
        await rig.EndAsync(id);

        Assert.Equal(["a False", "a True", "b False"], lines);
    }

    [Fact]
    public async Task ChangedOrchestrator_FailsNamingTheStep()
    {
        var step = "First";
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<object?, string>("First", _ => "1")
            .Activity<object?, string>("Other", _ => "2")
            .Orchestrator("Change", async context =>
            {
                await context.CallActivityAsync<string>(step);
                return await context.WaitForExternalEvent<string>("Go");
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Change");
        await rig.QuietAsync();

        step = "Other";
        await rig.Client.RaiseEventAsync(id, "Go", "");
        var ended = await rig.EndAsync(id);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(typeof(NonDeterminismException).FullName, ended.FailureDetails!.ErrorType);
        Assert.Contains(
            "Step #0 of the history is activity 'First', but the replay took activity 'Other'",
            ended.FailureDetails.ErrorMessage,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task AwaitOfSomethingElse_FailsInsteadOfHanging()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Stray", async _ =>
            {
                await new TaskCompletionSource().Task;
                return "never";
            }));

        var ended = await rig.RunAsync("Stray");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("its context did not make", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AwaitOfSomethingElse_BesideADurableTask_FailsWhenItGoesOn()
    {
        var elsewhere = new TaskCompletionSource();
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Stray", async context =>
            {
                var never = context.WaitForExternalEvent<string>("Never");
                await Task.WhenAny(never, elsewhere.Task);
                return "strayed";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Stray");
        await rig.QuietAsync();
        Assert.True((await rig.Client.GetInstanceAsync(id))!.IsRunning);

        elsewhere.SetResult();

        var ended = await rig.EndAsync(id);
        Assert.Contains("its context did not make", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownOrchestrator_Fails()
    {
        await using var rig = await EngineRig.StartAsync(storage, _ => { });

        var ended = await rig.RunAsync("Missing");

        Assert.Contains("'Missing'", ended.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }
}

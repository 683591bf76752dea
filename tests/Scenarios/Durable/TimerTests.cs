using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class TimerTests(StorageFixture storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_FiresAtItsTimeAndNotBefore(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Sleep", async context =>
            {
                await context.CreateTimer(Hour, CancellationToken.None);
                return context.CurrentUtcDateTime;
            }));
        var due = rig.Clock.GetUtcNow() + Hour;
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");

        await rig.AdvanceAsync(Hour - TimeSpan.FromSeconds(1));
        await rig.KillIfAsync(isKilled);
        Assert.True((await rig.Client.GetInstanceAsync(id))!.IsRunning);
        await rig.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(due.UtcDateTime, (await rig.EndAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timer_ThatFellDueWhileNoHostRan_FiresAtTheStart()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Sleep", async context =>
            {
                await context.CreateTimer(Hour, CancellationToken.None);
                return "awake";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Sleep");
        await rig.QuietAsync();

        await rig.RestartAsync(after: TimeSpan.FromDays(3));

        Assert.Equal("awake", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_OfZeroAndOfThePast_FireAtOnce()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Sleep", async context =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                await context.CreateTimer(context.CurrentUtcDateTime.AddDays(-1), CancellationToken.None);
                return "awake";
            }));

        Assert.Equal("awake", (await rig.RunAsync("Sleep")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Timer_Cancelled_ThrowsAndNeverFires()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Cancel", async context =>
            {
                using var cancelled = new CancellationTokenSource();
                var timer = context.CreateTimer(Hour, cancelled.Token);
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                cancelled.Cancel();
                await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
                await context.CreateTimer(TimeSpan.FromHours(2), CancellationToken.None);
                return "slept on";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Cancel");

        await rig.AdvanceAsync(TimeSpan.FromMinutes(121));

        Assert.Equal("slept on", (await rig.EndAsync(id)).ReadOutputAs<string>());
        var fired = (await rig.Engine.ReadHistoryAsync(id, default)).SelectMany(turn => turn.Events)
            .OfType<Local.Durable.History.TimerFired>();
        Assert.Equal([1, 2], fired.Select(timer => timer.Id));
    }

    [Fact]
    public async Task Timers_OfOneInstant_FireInTheOrderTheyWereSet()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Many", async context =>
            {
                var order = new List<int>();
                var timers = Enumerable.Range(0, 20).Select(async i =>
                {
                    await context.CreateTimer(Hour, CancellationToken.None);
                    order.Add(i);
                });
                await Task.WhenAll(timers);
                return order;
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Many");

        await rig.AdvanceAsync(Hour);

        Assert.Equal(Enumerable.Range(0, 20), (await rig.EndAsync(id)).ReadOutputAs<List<int>>());
    }

    [Fact]
    public async Task Timer_OfMonths_Fires()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Long", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(60), CancellationToken.None);
                return "awake";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Long");
        await rig.QuietAsync();

        await rig.RestartAsync(after: TimeSpan.FromDays(60) - Hour);
        Assert.True((await rig.Client.GetInstanceAsync(id))!.IsRunning);
        await rig.AdvanceAsync(Hour);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.EndAsync(id)).RuntimeStatus);
    }
}

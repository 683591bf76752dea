using ItsmServerless.Local.Durable.History;
using ItsmServerless.Tests.Scenarios.Fixtures;
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
            .OfType<TimerFired>();
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_OfMonths_IsAChainOfTimersOfAtMostThreeDays(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Long", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(62), CancellationToken.None);
                await context.WaitForExternalEvent<string>("Go");
                return context.CurrentUtcDateTime;
            }));
        var due = rig.Clock.GetUtcNow().AddDays(62);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Long");
        await rig.AdvanceAsync(TimeSpan.FromDays(31));

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(TimeSpan.FromDays(31) - Hour);
        Assert.Equal(20, (await rig.HistoryAsync<TimerFired>(id)).Length);
        await rig.AdvanceAsync(Hour);
        Assert.Equal(21, (await rig.HistoryAsync<TimerFired>(id)).Length);
        Assert.Equal(due, (await rig.HistoryAsync<TimerCreated>(id))[^1].FireAt);
        await rig.Client.RaiseEventAsync(id, "Go");

        Assert.Equal(due.UtcDateTime, (await rig.EndAsync(id)).ReadOutputAs<DateTime>());
    }

    [Fact]
    public async Task Timer_OfMonths_ThatFellDueWhileNoHostRan_FiresAtTheStart()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Long", async context =>
            {
                await context.CreateTimer(TimeSpan.FromDays(60), CancellationToken.None);
                return "awake";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Long");
        await rig.QuietAsync();

        await rig.RestartAsync(after: TimeSpan.FromDays(61));

        Assert.Equal("awake", (await rig.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(2, (await rig.HistoryAsync<TimerCreated>(id)).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timer_OfMonths_CancelledWhileWaiting_EndsTheChain(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Cancel", async context =>
            {
                using var cancelled = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(30), cancelled.Token);
                await context.WaitForExternalEvent<string>("Stop");
                cancelled.Cancel();
                await Assert.ThrowsAsync<TaskCanceledException>(() => timer);
                await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None);
                return "slept on";
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Cancel");
        await rig.AdvanceAsync(TimeSpan.FromDays(10));

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "Stop");
        await rig.AdvanceAsync(TimeSpan.FromDays(30));

        Assert.Equal("slept on", (await rig.EndAsync(id)).ReadOutputAs<string>());
        Assert.Equal(3 + 10, (await rig.HistoryAsync<TimerFired>(id)).Length);
    }

    [Fact]
    public async Task Timer_CancelledBefore_ThrowsAndIsNoStep()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Cancelled", async context =>
            {
                await Assert.ThrowsAsync<TaskCanceledException>(
                    () => context.CreateTimer(Hour, new CancellationToken(canceled: true)));
                await Assert.ThrowsAsync<TaskCanceledException>(
                    () => context.CreateTimer(TimeSpan.FromDays(30), new CancellationToken(canceled: true)));
                return "went on";
            }));

        var ended = await rig.RunAsync("Cancelled");

        Assert.Equal("went on", ended.ReadOutputAs<string>());
        Assert.Empty(await rig.HistoryAsync<TimerCreated>(ended.InstanceId));
    }

    [Fact]
    public async Task Timers_OfOneInstant_FireInTheirOrderAfterAKill()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Many", async context =>
            {
                var order = new List<int>();
                await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
                {
                    await context.CreateTimer(Hour, CancellationToken.None);
                    order.Add(i);
                }));
                return order;
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Many");
        await rig.QuietAsync();

        await rig.RestartAsync(after: Hour);

        Assert.Equal(Enumerable.Range(0, 20), (await rig.EndAsync(id)).ReadOutputAs<List<int>>());
    }
}

using ItsmServerless.Local.Clock;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>What waits is not in memory, is not read by a start, and wakes when it should.</summary>
public sealed class SleepTests(StorageFixture storage)
{
    private const int Waiting = 1_000;

    [Fact]
    public async Task WhatWaits_IsNotInMemory_AndAStartReadsOnlyTheIndex()
    {
        await using var rig = await StartAsync();
        await StartWaitingAsync(rig);
        Assert.Equal(0, rig.Engine.InMemory);

        var counter = new CallCounter();
        await rig.ReplaceAsync(counter);
        await rig.StartAsync();
        await rig.QuietAsync();

        Assert.InRange(counter.Others, 1, 10);
        Assert.Equal(0, rig.Engine.InMemory);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ManyTimers_OnOneSecond_AllFire(bool isKilled)
    {
        await using var rig = await StartAsync();
        await StartWaitingAsync(rig);

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        var over = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed]);
        Assert.Equal(Waiting, await rig.Client.GetAllInstancesAsync(over).CountAsync());
        Assert.Empty(await rig.RowsAsync("active"));
    }

    [Fact]
    public async Task ManySleepers_DueTogether_AreReadNoFasterThanTheyGoOn()
    {
        var wakings = new WakingCounter();
        await using var rig = await EngineRig.StartAsync(
            storage,
            tasks => tasks.Orchestrator("Nap", context => Nap(context, wakings)),
            options => options with { TurnsAtOnce = 4 });
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (i, stop) =>
            await rig.Client.ScheduleNewOrchestrationInstanceAsync("Nap", new StartOrchestrationOptions($"{i}"), stop));
        await rig.QuietAsync();
        await rig.ReplaceAsync(wakings);
        await rig.StartAsync();

        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(200, wakings.WentOn);
        Assert.InRange(wakings.MostRead, 1, 4);
    }

    [Fact]
    public async Task Timers_ThatFellDueWhileNobodyRan_FireAtTheStart()
    {
        await using var rig = await StartAsync();
        await StartWaitingAsync(rig);

        await rig.RestartAsync(after: TimeSpan.FromHours(2));
        await rig.QuietAsync();

        var over = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Completed]);
        Assert.Equal(Waiting, await rig.Client.GetAllInstancesAsync(over).CountAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_WakesASleeperAfterDays_WithAllItHad(bool isKilled)
    {
        await using var rig = await StartAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Collect", new StartOrchestrationOptions("one"));
        for (var i = 0; i < 30; i++)
        {
            await rig.Client.RaiseEventAsync("one", "Word", $"{i}");
            await rig.QuietAsync();
            await rig.AdvanceAsync(TimeSpan.FromDays(1));
            await rig.KillIfAsync(isKilled && i % 10 == 5);
        }

        Assert.Equal(0, rig.Engine.InMemory);
        await rig.Client.RaiseEventAsync("one", "Word", "end");

        Assert.Equal(
            string.Join(' ', Enumerable.Range(0, 30)) + " end", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task SuspendedSleeper_KeepsEventsAndTimersUntilResumed()
    {
        await using var rig = await StartAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Both", new StartOrchestrationOptions("one"));
        await rig.QuietAsync();
        await rig.Client.SuspendInstanceAsync("one");
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync("one", "Word", "kept");
        await rig.AdvanceAsync(TimeSpan.FromDays(1));
        Assert.Equal(0, rig.Engine.InMemory);
        await rig.RestartAsync(after: TimeSpan.FromDays(1));
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await rig.Client.GetInstanceAsync("one"))!.RuntimeStatus);

        await rig.Client.ResumeInstanceAsync("one");

        Assert.Equal("kept", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Start_OfASleepersId_LeavesItAlone()
    {
        await using var rig = await StartAsync();
        var one = new StartOrchestrationOptions("one");
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Collect", "first", one);
        await rig.Client.RaiseEventAsync("one", "Word", "kept");
        await rig.QuietAsync();

        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Collect", "second", one);
        await rig.QuietAsync();
        await rig.Client.RaiseEventAsync("one", "Word", "end");

        Assert.Equal("kept end", (await rig.EndAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Idle_TheEngineAsksTheStorageForNothingButItsLease()
    {
        using var machine = new ManualClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        await using var rig = await StartAsync();
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Collect");
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", 90);
        await rig.QuietAsync();
        rig.Adapt = options => options with { MachineTime = machine };
        var counter = new CallCounter();
        await rig.ReplaceAsync(counter);
        await rig.StartAsync();
        await rig.QuietAsync();
        var before = counter.Others;

        for (var minute = 0; minute < 10; minute++)
        {
            await rig.AdvanceAsync(TimeSpan.FromMinutes(1));
            var renewals = counter.Renewals;
            await machine.AdvanceAsync(TimeSpan.FromSeconds(30), new Quiescence(), CancellationToken.None);
            await machine.AdvanceAsync(TimeSpan.FromSeconds(30), new Quiescence(), CancellationToken.None);
            await EngineRig.UntilAsync(() => counter.Renewals > renewals);
        }

        Assert.Equal(before, counter.Others);
        Assert.InRange(counter.Renewals, 10, 20);
    }

    // It goes on in the run after that of its timer, so that it takes two turns to get there.
    private static async Task<string> Nap(TaskOrchestrationContext context, WakingCounter wakings)
    {
        if (context.GetInput<string>() == "rested")
        {
            wakings.GoesOn();
            return "rested";
        }

        await context.CreateTimer(TimeSpan.FromMinutes(60), CancellationToken.None);
        context.ContinueAsNew("rested");
        return "tired";
    }

    private static async Task StartWaitingAsync(EngineRig rig)
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, Waiting), async (i, stop) =>
            await rig.Client.ScheduleNewOrchestrationInstanceAsync("Sleep", 60, new StartOrchestrationOptions($"{i}"), stop));
        await rig.QuietAsync();
    }

    private Task<EngineRig> StartAsync() => EngineRig.StartAsync(storage, tasks => tasks
        .Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromMinutes(context.GetInput<int>()), CancellationToken.None);
            return "slept";
        })
        .Orchestrator("Both", async context =>
        {
            var timer = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            var word = await context.WaitForExternalEvent<string>("Word");
            await timer;
            return word;
        })
        .Orchestrator("Collect", async context =>
        {
            var words = new List<string>();
            while (words.LastOrDefault() != "end")
                words.Add(await context.WaitForExternalEvent<string>("Word"));
            return string.Join(' ', words);
        }));
}

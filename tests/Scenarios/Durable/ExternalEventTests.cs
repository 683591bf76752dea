using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ExternalEventTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_AreTakenInOrder_WhateverTheCaseOfTheirNames(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Two", async context =>
                await context.WaitForExternalEvent<string>("Go") + await context.WaitForExternalEvent<string>("GO")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Two");

        await rig.Client.RaiseEventAsync(id, "go", "1");
        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "gO", "2");

        Assert.Equal("12", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Event_RaisedBeforeTheStartIsProcessed_IsKept(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")));
        var later = rig.Clock.GetUtcNow().AddHours(1);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Wait", new StartOrchestrationOptions(StartAt: later));

        await rig.Client.RaiseEventAsync(id, "Go", "early");
        await rig.KillIfAsync(isKilled);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Client.GetInstanceAsync(id))!.RuntimeStatus);
        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("early", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_RaisedBeforeTheWait_IsKept()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Late", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return await context.WaitForExternalEvent<string>("Go");
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Late");
        await rig.Client.RaiseEventAsync(id, "Go", "kept");
        await rig.QuietAsync();

        await rig.RestartAsync();
        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal("kept", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Event_ForAnInstanceThatIsOverOrUnknown_IsDropped()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Once", context => context.WaitForExternalEvent<string>("Go")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Once");
        await rig.Client.RaiseEventAsync(id, "Go", "1");
        await rig.EndAsync(id);

        await rig.Client.RaiseEventAsync(id, "Go", "2");
        await rig.Client.RaiseEventAsync("unknown", "Go", "3");

        Assert.Equal("1", (await rig.EndAsync(id)).ReadOutputAs<string>());
        Assert.Null(await rig.Client.GetInstanceAsync("unknown"));
    }

    [Fact]
    public async Task Waiters_OfOneName_AreServedNewestFirst_AndCancelledOnesNot()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Three", async context =>
            {
                using var cancelled = new CancellationTokenSource();
                var first = context.WaitForExternalEvent<string>("Go");
                var second = context.WaitForExternalEvent<string>("Go");
                var third = context.WaitForExternalEvent<string>("Go", cancelled.Token);
                cancelled.Cancel();
                Assert.True(third.IsCanceled);
                return new[] { await first, await second };
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Three");

        await rig.Client.RaiseEventAsync(id, "Go", "1");
        await rig.Client.RaiseEventAsync(id, "Go", "2");

        Assert.Equal(["2", "1"], (await rig.EndAsync(id)).ReadOutputAs<string[]>()!);
    }

    [Theory]
    [InlineData(true, "came")]
    [InlineData(false, "timed out")]
    public async Task Wait_WithATimeout_EndsByWhatComesFirst(bool comes, string expected)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Wait", async context =>
            {
                try
                {
                    return await context.WaitForExternalEvent<string>("Go", TimeSpan.FromHours(1));
                }
                catch (TaskCanceledException)
                {
                    return "timed out";
                }
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await rig.AdvanceAsync(TimeSpan.FromMinutes(59));
        if (comes)
            await rig.Client.RaiseEventAsync(id, "Go", "came");
        await rig.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wait_WithATimeoutAndAToken_EndsWhenTheTokenIsCancelledFirst(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Wait", async context =>
            {
                using var cancelled = new CancellationTokenSource();
                var cancel = context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                var wait = context.WaitForExternalEvent<string>("Go", TimeSpan.FromDays(7), cancelled.Token);
                if (await Task.WhenAny(cancel, wait) == cancel)
                    cancelled.Cancel();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
                return await context.WaitForExternalEvent<string>("Go");
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(TimeSpan.FromHours(1));
        await rig.Client.RaiseEventAsync(id, "Go", "came after");

        Assert.Equal("came after", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waits_OfTwoEventsWithALongTimeout_GoOnWithTheOneThatComes(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Either", async context =>
            {
                using var other = new CancellationTokenSource();
                var first = context.WaitForExternalEvent<string>("First", TimeSpan.FromDays(7), CancellationToken.None);
                var second = context.WaitForExternalEvent<string>("Second", TimeSpan.FromDays(7), other.Token);
                await Task.WhenAny(first, second);
                other.Cancel();
                return await first;
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Either");
        await rig.AdvanceAsync(TimeSpan.FromDays(4));

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "First", "came");

        Assert.Equal("came", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Waits_OfOneNameWithTwoTypes_AreRefused()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Two", async context =>
            {
                var text = context.WaitForExternalEvent<string>("Go");
                await Assert.ThrowsAsync<ArgumentException>(() => context.WaitForExternalEvent<int>("go"));
                return await text;
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Two");

        await rig.Client.RaiseEventAsync(id, "Go", "text");

        Assert.Equal("text", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waiters_KeepTheirOrderAcrossAKill(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Five", context => Task.WhenAll(
                Enumerable.Range(0, 5).Select(_ => context.WaitForExternalEvent<int>("Go")))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Five");
        for (var i = 0; i < 5; i++)
        {
            await rig.Client.RaiseEventAsync(id, "Go", i);
            if (i == 2)
                await rig.KillIfAsync(isKilled);
        }

        Assert.Equal([4, 3, 2, 1, 0], (await rig.EndAsync(id)).ReadOutputAs<List<int>>()!);
    }

    [Fact]
    public async Task Burst_OfAThousand_IsTakenWholeAndInOrder()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Collect", async context =>
            {
                var numbers = new List<int>();
                while (numbers.Count < 1_000)
                    numbers.Add(await context.WaitForExternalEvent<int>("Number"));
                return numbers;
            }));
        var later = rig.Clock.GetUtcNow().AddHours(1);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Collect", new StartOrchestrationOptions(StartAt: later));

        for (var i = 0; i < 1_000; i++)
            await rig.Client.RaiseEventAsync(id, "Number", i);
        await rig.RestartAsync(after: TimeSpan.FromHours(1));

        Assert.Equal(Enumerable.Range(0, 1_000), (await rig.EndAsync(id)).ReadOutputAs<List<int>>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendEvent_ReachesAnotherInstanceOnce(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Listen", async context =>
            {
                await context.WaitForExternalEvent<string>("Stop");
                var heard = new List<string>();
                while (await HearAsync(context) is { } word)
                    heard.Add(word);
                return heard;
            })
            .Orchestrator("Speak", context =>
            {
                context.SendEvent("listener", "Word", "hello");
                context.SendEvent("listener", "Stop", "now");
                return Task.FromResult("spoken");
            }));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));

        await rig.RunAsync("Speak");
        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(["hello"], (await rig.EndAsync("listener")).ReadOutputAs<List<string>>()!);

        static async Task<string?> HearAsync(TaskOrchestrationContext context)
        {
            try
            {
                return await context.WaitForExternalEvent<string>("Word", TimeSpan.FromMinutes(1));
            }
            catch (TaskCanceledException)
            {
                return null;
            }
        }
    }
}

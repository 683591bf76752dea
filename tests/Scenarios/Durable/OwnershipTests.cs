using Azure.Storage.Blobs.Specialized;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class OwnershipTests(StorageFixture storage)
{
    [Fact]
    public async Task SecondEngine_WaitsUntilTheFirstEnds()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Echo", context => Task.FromResult(context.GetInput<string>()!)));
        var first = rig.Engine;
        rig.AddRival();
        var starting = rig.Engine.StartAsync(CancellationToken.None);
        await first.Client.ScheduleNewOrchestrationInstanceAsync("Echo", "one");
        Assert.False(starting.IsCompleted);

        await first.StopAsync(CancellationToken.None);
        await starting;

        Assert.Equal("two", (await rig.RunAsync("Echo", "two")).ReadOutputAs<string>());
        await first.DisposeAsync();
    }

    // The one test that really waits: the storage lets no lease run out sooner than after 15 seconds.
    [Fact]
    public async Task SecondEngine_SaysThatItWaits_AndTakesOverFromOneThatDied()
    {
        var log = new LogBook();
        await using var rig = await EngineRig.StartAsync(
            storage,
            tasks => tasks.Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")),
            options => options with { LeaseDuration = TimeSpan.FromSeconds(15), Loggers = log });
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
        await rig.QuietAsync();
        await rig.KillAsync();
        rig.AddRival();

        await rig.StartAsync();
        await rig.Client.RaiseEventAsync("one", "Go", "went");

        Assert.Equal("went", (await rig.EndAsync("one")).ReadOutputAs<string>());
        Assert.Single(log.Of(typeof(DurableEngine).FullName!), line => line.Event == "Waiting");
    }

    [Fact]
    public async Task Engine_WhoseLeaseIsBroken_StopsItsWork()
    {
        var log = new LogBook();
        using var machine = new ManualClock(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
        await using var rig = await EngineRig.StartAsync(
            storage,
            tasks => tasks.Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")),
            options => options with { MachineTime = machine, Loggers = log });
        var first = rig.Engine;
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("one"));
        await rig.QuietAsync();
        await rig.LeaseBlob().GetBlobLeaseClient().BreakAsync(TimeSpan.Zero);
        rig.AddRival();
        await rig.StartAsync();

        await machine.AdvanceAsync(TimeSpan.FromMinutes(1), new Quiescence(), CancellationToken.None);
        await EngineRig.UntilAsync(() =>
            log.Of(typeof(DurableEngine).FullName!).Any(line => line.Event == "LostLease"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Client.RaiseEventAsync("one", "Go", "lost"));
        await rig.Client.RaiseEventAsync("one", "Go", "went");
        Assert.Equal("went", (await rig.EndAsync("one")).ReadOutputAs<string>());
        await first.DisposeAsync();
    }

    [Fact]
    public void OwnerFile_KeepsItsIdAndHasOneOwner()
    {
        var directory = Directory.CreateTempSubdirectory("durable-owner-").FullName;
        var first = OwnerFile.Open(directory);
        Assert.Throws<IOException>(() => OwnerFile.Open(directory));
        first.Dispose();

        using (var second = OwnerFile.Open(directory))
            Assert.Equal(first.LeaseId, second.LeaseId);

        Directory.Delete(directory, recursive: true);
    }
}

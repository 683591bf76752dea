using ItsmServerless.Local.Durable.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
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

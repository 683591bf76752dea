using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>
/// Disturbs the engine at every storage call of a flow that uses everything, before the call and after it.
/// </summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private const int MostCalls = 300;

    // Resting in memory or asleep: what sleeps is written down, and read when it wakes.
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 100)]
    [InlineData(false, 100)]
    public async Task Host_KilledAtAnyStorageCall_LosesAndDoublesNothing(bool isBeforeTheCall, int resting)
    {
        var calls = 0;
        while (await SurvivesKillAsync(new KillSwitch(++calls, isBeforeTheCall), resting))
            Assert.InRange(calls, 1, MostCalls);
        TestContext.Current.TestOutputHelper?.WriteLine($"Killed at each of {calls - 1} storage calls.");
    }

    // With retries the storage client asks again by itself, and meets its own success; without them the engine does.
    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    [InlineData(false, 3)]
    public async Task AnyStorageCall_LostOnce_LosesAndDoublesNothing(bool isBeforeTheCall, int retries)
    {
        var calls = 0;
        while (await SurvivesLossAsync(new FaultSwitch(++calls, isBeforeTheCall), retries))
            Assert.InRange(calls, 1, MostCalls);
        TestContext.Current.TestOutputHelper?.WriteLine($"Lost each of {calls - 1} storage calls.");
    }

    private async Task<bool> SurvivesKillAsync(KillSwitch killSwitch, int resting)
    {
        await using var rig = await EngineRig.StartAsync(
            storage, EverythingFlow.Register, options => options with { RestingInMemory = resting });
        await rig.ReplaceAsync(killSwitch);
        try
        {
            await EverythingFlow.DriveAsync(rig, killSwitch.Killed);
        }
        catch (HostKilledException)
        {
            // The world outside gets no answer, and asks the next host.
        }

        var wasKilled = killSwitch.Killed.IsCompleted;
        await rig.RestartAsync();
        var ended = await EverythingFlow.DriveAsync(rig, Forever);
        await EverythingFlow.AssertWholeAsync(rig, ended, killSwitch.At);
        return wasKilled;
    }

    private async Task<bool> SurvivesLossAsync(FaultSwitch faultSwitch, int retries)
    {
        await using var rig = await EngineRig.StartAsync(storage, EverythingFlow.Register);
        await rig.ReplaceAsync(faultSwitch, retries);
        var ended = await DriveAgainAsync(rig);
        var wasLost = faultSwitch.Lost is not null;
        await rig.RestartAsync();
        await EverythingFlow.AssertWholeAsync(rig, ended, faultSwitch.Lost ?? "no loss");
        return wasLost;
    }

    // What the world outside does: it asks again until it is told yes.
    private static async Task<OrchestrationMetadata?> DriveAgainAsync(EngineRig rig)
    {
        try
        {
            return await EverythingFlow.DriveAsync(rig, Forever);
        }
        catch (Azure.RequestFailedException)
        {
            return await EverythingFlow.DriveAsync(rig, Forever);
        }
    }

    private static Task Forever { get; } = new TaskCompletionSource().Task;
}

using Azure.Data.Tables;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>An instance that cannot be read is shown, can be ended, and keeps nobody else.</summary>
public sealed class ParkedTests(StorageFixture storage)
{
    [Theory]
    [InlineData("instance", "State", "{ broken", "InstanceState")]
    [InlineData("instance", "InputBlob", "poison/none", "Input")]
    [InlineData("h|", "Events", "[{}]", "List")]
    [InlineData("h|", "EventsBlob", "poison/none", "Events")]
    [InlineData("i|", "Event", "nothing", "HistoryEvent")]
    public async Task Poison_IsParkedAndShown_AndTheOthersGoOn(string row, string column, string value, string reason)
    {
        await using var rig = await StartAsync();
        await SpoilAsync(rig, row, column, value);
        await rig.StartAsync();
        await rig.QuietAsync();

        await rig.Client.RaiseEventAsync("sound", "Go", "went");
        await rig.Client.RaiseEventAsync("poison", "Go", "waits");
        await rig.QuietAsync();

        Assert.Equal("went", (await rig.EndAsync("sound")).ReadOutputAs<string>());
        var parked = Assert.Single(rig.Engine.Parked);
        Assert.Equal(("poison", rig.Clock.GetUtcNow()), (parked.InstanceId, parked.Since));
        Assert.Contains(reason, parked.Reason, StringComparison.Ordinal);
        var query = new OrchestrationQuery(FetchInputsAndOutputs: true);
        Assert.Equal(2, await rig.Client.GetAllInstancesAsync(query).CountAsync());
        Assert.False((await rig.Client.GetInstanceAsync("poison", getInputsAndOutputs: true))!.IsCompleted);
    }

    [Theory]
    [InlineData("instance", "State", "{ broken", false)]
    [InlineData("instance", "State", "{ broken", true)]
    [InlineData("h|", "EventsBlob", "poison/none", true)]
    [InlineData("i|", "Event", "nothing", true)]
    public async Task Poison_CanBeTerminatedAndPurged(string row, string column, string value, bool isKilled)
    {
        await using var rig = await StartAsync();
        await SpoilAsync(rig, row, column, value);
        await rig.StartAsync();
        await rig.Client.RaiseEventAsync("poison", "Go", "waits");
        await rig.QuietAsync();
        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync("poison")).PurgedInstanceCount);
        await rig.KillIfAsync(isKilled);

        await rig.Client.TerminateInstanceAsync("poison", "enough");
        var ended = await rig.EndAsync("poison");
        await rig.QuietAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
        Assert.Empty(rig.Engine.Parked);
        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync("poison")).PurgedInstanceCount);
        Assert.DoesNotContain(await rig.RowsAsync("instances"), key => key.StartsWith("poison", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Poison_ThatWasRepaired_GoesOnAtTheNextStart_WithTheMessagesItWasSent()
    {
        await using var rig = await StartAsync();
        var good = (await rig.Table("instances").GetEntityAsync<TableEntity>("poison", "instance")).Value.GetString("State");
        await SpoilAsync(rig, "instance", "State", "{ broken");
        await rig.StartAsync();
        await rig.Client.RaiseEventAsync("poison", "Go", "kept");
        await rig.QuietAsync();

        await SpoilAsync(rig, "instance", "State", good);
        await rig.StartAsync();

        Assert.Equal("kept", (await rig.EndAsync("poison")).ReadOutputAs<string>());
    }

    // A suspended instance, so that a message waits in its inbox.
    private async Task<EngineRig> StartAsync()
    {
        var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator("Wait", context => context.WaitForExternalEvent<string>("Go")));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("sound"));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("poison"));
        await rig.QuietAsync();
        return rig;
    }

    private static async Task SpoilAsync(EngineRig rig, string row, string column, string value)
    {
        if (row == "i|")
        {
            await rig.Client.SuspendInstanceAsync("poison");
            await rig.QuietAsync();
            await rig.Client.RaiseEventAsync("poison", "Go", "first");
            await rig.QuietAsync();
        }

        await rig.ReplaceAsync(new CallCounter());
        var table = rig.Table("instances");
        var spoiled = await table.QueryAsync<TableEntity>(found => found.PartitionKey == "poison")
            .FirstAsync(found => found.RowKey.StartsWith(row, StringComparison.Ordinal));
        await table.UpsertEntityAsync(new TableEntity("poison", spoiled.RowKey) { [column] = value });
    }
}

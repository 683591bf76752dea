using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ClassTaskTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Classes_RunByTheNamesOfTheirAttributesOrTheirOwn(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestrator<Shopping>()
            .AddActivity<PriceOf>());
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Shop", new[] { "tea", "milk" }, new StartOrchestrationOptions("shop"));
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync("shop", "Pay", 2);

        Assert.Equal(14, (await rig.EndAsync("shop")).ReadOutputAs<int>());
    }

    [Theory]
    [InlineData("1", "one:5")]
    [InlineData("2", "two:5")]
    public async Task Classes_OfOneName_AreChosenByTheirVersion(string version, string expected)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestrator<One>()
            .AddOrchestrator<Two>());

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Versioned", 5, new StartOrchestrationOptions { Version = version });

        Assert.Equal(expected, (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Input_ThatIsAbsent_IsTheDefaultOfItsType()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestrator("Default", new One()));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Default", new StartOrchestrationOptions { Version = "1" });

        Assert.Equal("one:0", (await rig.EndAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Input_ThatCannotBeRead_FailsTheOrchestration()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks.AddOrchestrator<Shopping>());

        var ended = await rig.RunAsync("Shop", "no list");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("System.Text.Json.JsonException", ended.FailureDetails!.ErrorType);
    }

    [Fact]
    public void SameName_InOneRegistry_IsRefused()
    {
        var registry = new DurableTaskRegistry().AddOrchestrator<One>();

        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator<One>());
        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator(typeof(string)));
        Assert.Throws<ArgumentException>(() => registry.AddOrchestrator("Blank", " ", () => new One()));
    }

    [DurableTask("Shop")]
    private sealed class Shopping : TaskOrchestrator<string[], int>
    {
        public override async Task<int> RunAsync(TaskOrchestrationContext context, string[] input)
        {
            var prices = await Task.WhenAll(input.Select(
                item => context.CallActivityAsync<int>(nameof(PriceOf), item)));
            return await context.WaitForExternalEvent<int>("Pay") * prices.Sum();
        }
    }

    private sealed class PriceOf : TaskActivity<string, int>
    {
        public override Task<int> RunAsync(TaskActivityContext context, string input) => Task.FromResult(input.Length);
    }

    [DurableTask("Versioned", Version = "1")]
    private sealed class One : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) =>
            Task.FromResult($"one:{input}");
    }

    [DurableTask("Versioned", Version = "2")]
    private sealed class Two : TaskOrchestrator<int, string>
    {
        public override Task<string> RunAsync(TaskOrchestrationContext context, int input) =>
            Task.FromResult($"two:{input}");
    }
}

using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Texts that no table property can hold.</summary>
public sealed class LongTextTests(StorageFixture storage)
{
    private const int Long = 70_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InputEventResultStatusAndOutput_ComeBackWhole(bool isKilled)
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Echo", text => text)
            .Orchestrator("Child", context => Task.FromResult(context.GetInput<string>() + "c"))
            .Orchestrator("Flow", async context =>
            {
                var text = context.GetInput<string>() + await context.WaitForExternalEvent<string>("First");
                context.SetCustomStatus(text);
                text = await context.CallActivityAsync<string>("Echo", text);
                text = await context.CallSubOrchestratorAsync<string>("Child", text);
                return text + await context.WaitForExternalEvent<string>("Second");
            }));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Flow", Text('i'));
        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "First", Text('é'));
        await rig.QuietAsync();
        await rig.KillIfAsync(isKilled);
        await rig.Client.RaiseEventAsync(id, "Second", "!");

        var ended = await rig.EndAsync(id);

        Assert.Equal(Text('i'), ended.ReadInputAs<string>());
        Assert.Equal(Text('i') + Text('é'), ended.ReadCustomStatusAs<string>());
        Assert.Equal(Text('i') + Text('é') + "c!", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Failure_ComesBackWhole()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Orchestrator<string>("Fail", _ => throw new FormatException(Text('f'))));
        await rig.RunAsync("Fail");
        await rig.RestartAsync();

        var found = await rig.Client.GetAllInstancesAsync(new(FetchInputsAndOutputs: true)).SingleAsync();

        Assert.Equal(Text('f'), found.FailureDetails!.ErrorMessage);
    }

    [Fact]
    public async Task TextsNobodyNeeds_DoNotPileUpOverAThousandRuns()
    {
        await using var rig = await EngineRig.StartAsync(storage, tasks => tasks
            .Activity<string, string>("Echo", text => text)
            .Orchestrator("Again", async context =>
            {
                var text = context.GetInput<string>()!;
                var count = int.Parse(text.AsSpan(0, 4));
                if (count % 200 == 0)
                {
                    context.SetCustomStatus(text);
                    await context.CallActivityAsync<string>("Echo", text);
                }

                if (count < 1000)
                    context.ContinueAsNew($"{count + 1:D4}{Text('t')}");
                return count;
            }));

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Again", $"0000{Text('t')}");
        await rig.QuietAsync(minutes: 5);

        var ended = await rig.EndAsync(id);
        Assert.Equal(1000, ended.ReadOutputAs<int>());
        Assert.StartsWith("1000t", ended.ReadInputAs<string>());
        Assert.InRange((await rig.BlobsAsync()).Count, 2, 4);
    }

    private static string Text(char letter) => new(letter, Long);
}

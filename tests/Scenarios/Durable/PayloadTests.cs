using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class PayloadTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tuple_OfAnEvent_ComesBackAsAStatus(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Show", async context =>
                context.SetCustomStatus(await context.WaitForExternalEvent<object>("Status"))));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Show");
        await rig.Client.RaiseEventAsync(id, "Status", ("Hello", 42));
        await rig.EndAsync(id);

        await rig.KillIfAsync(isKilled);

        Assert.Equal(("Hello", 42), (await rig.EndAsync(id)).ReadCustomStatusAs<(string, int)>());
    }

    [Fact]
    public async Task JsonNode_GoesThroughAndMayBeChangedOnTheWay()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc<JsonNode, JsonNode>("Add", (_, node) =>
            {
                node["added"] = "new";
                return node;
            })
            .AddOrchestratorFunc<JsonNode, JsonNode>(
                "Pass", (context, node) => context.CallActivityAsync<JsonNode>("Add", node)));

        var output = (await rig.RunAsync("Pass", new JsonObject { ["kept"] = "old" })).ReadOutputAs<JsonNode>()!;

        Assert.Equal(("old", "new"), ((string?)output["kept"], (string?)output["added"]));
    }

    [Fact]
    public async Task Object_IsAJsonElement_AndATimeInItIsExact()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddActivityFunc<object, string>("Kind", (_, input) => ((JsonElement)input).ValueKind.ToString())
            .AddActivityFunc<object, object>("Echo", (_, input) => input)
            .AddOrchestratorFunc<DateTime, object>("Pass", async (context, time) => (
                await context.CallActivityAsync<string>("Kind", 7),
                time == await context.CallActivityAsync<DateTime>("Echo", time))));

        var time = new DateTime(2026, 11, 20, 9, 0, 0, DateTimeKind.Utc).AddTicks(1_234_567);

        Assert.Equal(("Number", true), (await rig.RunAsync("Pass", time)).ReadOutputAs<(string, bool)>());
    }

    [Fact]
    public async Task Output_OfATermination_IsWhatWasGiven()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Never")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");
        await rig.QuietAsync();

        await rig.Client.TerminateInstanceAsync(id, new { Quote = "enough" });

        var output = (await rig.EndAsync(id)).ReadOutputAs<JsonElement>();
        Assert.Equal("enough", output.GetProperty("Quote").GetString());
    }

    [Fact]
    public async Task Event_OfAnotherShape_FailsWhoWaitsForIt()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<int>("Number")));
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Wait");

        await rig.Client.RaiseEventAsync(id, "Number", "seven");

        Assert.Equal("System.Text.Json.JsonException", (await rig.EndAsync(id)).FailureDetails!.ErrorType);
    }
}

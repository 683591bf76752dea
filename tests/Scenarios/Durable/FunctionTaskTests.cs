using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>Orchestrators and activities as methods of a Functions app.</summary>
public sealed class FunctionTaskTests(StorageFixture storage)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Methods_RunByTheNamesOfTheirTriggers(bool isKilled)
    {
        await using var app = await HostedApp.StartAsync(storage, new HostedApp.Setup(typeof(Functions)));
        await Client(app).ScheduleNewOrchestrationInstanceAsync(
            "Order", new Order("tea", 3), new StartOrchestrationOptions("order"));
        await Client(app).WaitForInstanceStartAsync("order", CancellationToken.None);

        if (isKilled)
            await app.Host.KillAsync();
        await app.StartAgainAsync();
        await Client(app).RaiseEventAsync("order", "Pay", "card");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var ended = await Client(app).WaitForInstanceCompletionAsync(
            "order", getInputsAndOutputs: true, deadline.Token);

        Assert.Equal("3 of tea for order, by card", ended.ReadOutputAs<string>());
    }

    private static DurableTaskClient Client(HostedApp app) =>
        app.Host.Services.GetRequiredService<DurableTaskClient>();

    public sealed record Order(string Item, int Count);

    public static class Functions
    {
        [Function("OrderFunction")]
        public static async Task<string> OrderAsync(
            [OrchestrationTrigger(Orchestration = "Order")] TaskOrchestrationContext context)
        {
            var packed = await context.CallActivityAsync<string>("Pack", context.GetInput<Order>());
            return $"{packed}, by {await context.WaitForExternalEvent<string>("Pay")}";
        }

        [Function(nameof(Pack))]
        public static string Pack([ActivityTrigger] Order order, string instanceId) =>
            $"{order.Count} of {order.Item} for {instanceId}";
    }
}

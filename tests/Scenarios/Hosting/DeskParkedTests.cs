using Azure.Data.Tables;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

public sealed class DeskParkedTests(StorageFixture storage)
{
    [Fact]
    public async Task Instance_ThatCannotBeRead_IsShownWithItsReason_AndTerminated()
    {
        await using var desk = new DeskRig(storage);
        await desk.InitializeAsync();
        var client = desk.Host.Services.GetRequiredService<DurableTaskClient>();
        await client.ScheduleNewOrchestrationInstanceAsync("Float", "roses", new StartOrchestrationOptions("poison"));
        await desk.Host.WhenQuiet();
        var table = await desk.Storage.TableAsync("localdurableinstances");
        var row = await table.QueryAsync<TableEntity>(found => found.RowKey == "instance").SingleAsync();
        await desk.RestartAsync(() => table.UpsertEntityAsync(
            new TableEntity(row.PartitionKey, row.RowKey) { ["State"] = "{ <b>broken" }));

        Assert.Contains("<b>1</b> orchestrations parked", await desk.PageAsync(""));
        Assert.Contains("<h2>Parked</h2>", await desk.PageAsync("/orchestrations"));
        Assert.Contains("class=\"notice bad\">Parked now: ", await desk.PageAsync("/orchestrations/poison"));
        var page = await desk.SubmitAsync("/orchestrations/poison", ("do", "terminate"));
        Assert.Contains(">Terminated</span>", page);
        Assert.DoesNotContain("Parked", page);
    }
}

using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Durable;
using Microsoft.DurableTask.Converters;

namespace ItsmServerless.Tests.Benchmarks.Durable;

/// <summary>Engines over tables of their own, one after the other.</summary>
internal sealed class BenchEngine(string connectionString)
{
    private readonly string _prefix = "bench" + Random.Shared.NextInt64(1L << 40, 1L << 44).ToString("x");

    /// <summary>A table of this benchmark.</summary>
    public TableClient Table(string name) => new(connectionString, _prefix + name);

    /// <summary>An engine over what the one before has left; it is to be started.</summary>
    public DurableEngine Make(HttpPipelinePolicy? policy = null) => Make(Tasks(), TimeProvider.System, policy);

    /// <summary>The same with other tasks, by another clock.</summary>
    public DurableEngine Make(DurableTasks tasks, TimeProvider clock, HttpPipelinePolicy? policy = null)
    {
        var (tables, blobs) = (new TableClientOptions(), new BlobClientOptions());
        if (policy is not null)
        {
            tables.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
            blobs.AddPolicy(policy, Azure.Core.HttpPipelinePosition.PerRetry);
        }

        var options = new DurableEngineOptions(
            new(connectionString, tables), new(connectionString, blobs), _prefix);
        return new(options, tasks, clock, new Quiescence());
    }

    /// <summary>Removes all of it.</summary>
    public async Task CleanUpAsync()
    {
        var tables = new TableServiceClient(connectionString);
        await foreach (var table in tables.QueryAsync().Where(table => table.Name.StartsWith(_prefix, StringComparison.Ordinal)))
            await tables.DeleteTableAsync(table.Name);
        var blobs = new BlobServiceClient(connectionString);
        await foreach (var container in blobs.GetBlobContainersAsync(prefix: _prefix))
            await blobs.DeleteBlobContainerAsync(container.Name);
    }

    private static DurableTasks Tasks() => new DurableTasks()
        .AddActivity("Next", (_, input, _) =>
            Task.FromResult<object?>(JsonDataConverter.Default.Deserialize<int>(input) + 1))
        .AddOrchestrator("Chain", async context =>
        {
            var number = 0;
            for (var i = 0; i < 3; i++)
                number = await context.CallActivityAsync<int>("Next", number);
            return number;
        })
        .AddOrchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(30), CancellationToken.None);
            return "slept";
        })
        .AddOrchestrator("Collect", async context =>
        {
            while (await context.WaitForExternalEvent<string>("Word") != "end")
            {
                // Every word stays in the history.
            }

            return "heard";
        });
}

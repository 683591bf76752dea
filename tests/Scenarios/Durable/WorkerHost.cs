using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ItsmServerless.Local.Durable;
using ItsmServerless.Local.Durable.Worker;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>A generic host with a worker and a client of the local engine, by the system's clock.</summary>
internal sealed class WorkerHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly IHost _host;

    private WorkerHost(IHost host) => _host = host;

    /// <summary>The client that is injected.</summary>
    public DurableTaskClient Client => _host.Services.GetRequiredService<DurableTaskClient>();

    /// <summary>A host over a storage, started.</summary>
    public static async Task<WorkerHost> StartAsync(
        StorageScope scope,
        Action<IDurableTaskWorkerBuilder> configureWorker,
        Action<IDurableTaskClientBuilder>? configureClient = null,
        LogBook? log = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Logging.SetMinimumLevel(LogLevel.Debug);
        if (log is not null)
            builder.Logging.AddProvider(log);
        builder.Services.AddDurableTaskWorker(worker =>
        {
            worker.UseLocalEngine(OptionsOf(scope));
            configureWorker(worker);
        });
        builder.Services.AddDurableTaskClient(client =>
        {
            client.UseLocalEngine();
            client.RegisterDirectly();
            configureClient?.Invoke(client);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(
        string name, object? input = null, Microsoft.DurableTask.StartOrchestrationOptions? options = null) =>
        await EndAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input, options));

    /// <summary>Waits for the end of an instance.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, deadline.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Where the engine of a scope keeps its state.</summary>
    public static DurableEngineOptions OptionsOf(StorageScope scope) => new(
        new TableServiceClient(scope.ConnectionString), new BlobServiceClient(scope.ConnectionString), scope.Prefix);
}

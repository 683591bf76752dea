using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Durable;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace ItsmServerless.Tests.Scenarios.Durable;

/// <summary>
/// An engine on tables of its own and a clock that stands still, which can be killed and started again.
/// </summary>
/// <remarks>Whatever has nothing to do sleeps at once, so that every test wakes it from the storage.</remarks>
internal sealed class EngineRig : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly StorageScope _scope;
    private readonly DurableTasks _tasks;
    private string _leaseId = NewLeaseId();

    private EngineRig(StorageScope scope, DurableTasks tasks, Func<DurableEngineOptions, DurableEngineOptions>? adapt)
    {
        _scope = scope;
        _tasks = tasks;
        Adapt = adapt ?? (options => options);
        Engine = Make(policy: null);
    }

    public DurableEngine Engine { get; private set; }

    /// <summary>Makes the options of the next engine of the usual ones.</summary>
    public Func<DurableEngineOptions, DurableEngineOptions> Adapt { get; set; }

    /// <summary>Whether the present engine was started.</summary>
    public bool IsStarted { get; private set; }

    public DurableTaskClient Client => Engine.Client;

    public Quiescence Quiescence { get; private set; } = new();

    public ManualClock Clock { get; } = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));

    /// <summary>An engine with these tasks, started.</summary>
    public static Task<EngineRig> StartAsync(
        StorageFixture storage,
        Action<DurableTasks> register,
        Func<DurableEngineOptions, DurableEngineOptions>? adapt = null)
    {
        var tasks = new DurableTasks();
        register(tasks);
        return StartAsync(new EngineRig(storage.Scope(), tasks, adapt));
    }

    /// <summary>An engine with the tasks of a registry, started.</summary>
    public static Task<EngineRig> OfRegistryAsync(
        StorageFixture storage,
        Action<DurableTaskRegistry> register,
        Func<DurableEngineOptions, DurableEngineOptions>? adapt = null)
    {
        var registry = new DurableTaskRegistry();
        register(registry);
        var services = new ServiceCollection().BuildServiceProvider();
        return StartAsync(new EngineRig(storage.Scope(), DurableTasks.From(registry, services), adapt));
    }

    /// <summary>An engine with these tasks.</summary>
    public static EngineRig Unstarted(StorageFixture storage, Action<DurableTasks> register)
    {
        var tasks = new DurableTasks();
        register(tasks);
        return new(storage.Scope(), tasks, adapt: null);
    }

    /// <summary>Kills the engine and starts another over what it left, after some time.</summary>
    public async Task RestartAsync(TimeSpan after = default)
    {
        await KillAsync();
        await Clock.AdvanceAsync(after, new Quiescence(), CancellationToken.None);
        Engine = Make(policy: null);
        await StartAsync();
    }

    /// <summary>Starts the present engine.</summary>
    public async Task StartAsync()
    {
        await Engine.StartAsync(CancellationToken.None);
        IsStarted = true;
    }

    /// <summary>Restarts when a test is to be run with the host killed in the middle.</summary>
    public Task KillIfAsync(bool isKilled) => isKilled ? RestartAsync() : Task.CompletedTask;

    /// <summary>Puts an engine of another process in the place of this one, which goes on.</summary>
    public void AddRival()
    {
        _leaseId = NewLeaseId();
        Engine = Make(policy: null);
    }

    /// <summary>Kills the engine: what it has not stored is lost.</summary>
    public async Task KillAsync()
    {
        await Engine.AbandonAsync(CancellationToken.None);
        await Engine.DisposeAsync();
    }

    /// <summary>Replaces the engine by one that is not started and calls the storage by a policy.</summary>
    public async Task ReplaceAsync(HttpPipelinePolicy policy, int retries = 3)
    {
        await KillAsync();
        Engine = Make(policy, retries);
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null) =>
        await EndAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input));

    /// <summary>Waits for the end of an instance.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, deadline.Token);
    }

    /// <summary>Waits until an instance is as expected; null when the host is killed first, or for good.</summary>
    public async Task<OrchestrationMetadata?> UntilAsync(
        string id, Func<OrchestrationMetadata, bool> isThere, Task killed)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            var changed = Engine.NextChange(id, deadline.Token);
            var found = await Client.GetInstanceAsync(id, getInputsAndOutputs: true);
            if (found is not null && isThere(found))
                return found;
            if (await Task.WhenAny(changed, killed) != changed)
                return null;
            await changed;
        }
    }

    /// <summary>Waits for what the code under test does, which nothing tells of.</summary>
    public static async Task UntilAsync(Func<bool> isThere)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!isThere())
            await Task.Delay(TimeSpan.FromMilliseconds(5), deadline.Token);
    }

    /// <summary>One of the engine's tables.</summary>
    public TableClient Table(string name) => new(_scope.ConnectionString, _scope.Prefix + name);

    /// <summary>The blob whose lease owns the engine.</summary>
    public BlobClient LeaseBlob() => new(_scope.ConnectionString, _scope.Prefix + "leases", "engine");

    /// <summary>The row keys of one of the engine's tables.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync(string table) =>
        await Table(table).QueryAsync<TableEntity>()
            .Select(row => $"{row.PartitionKey}/{row.RowKey}")
            .ToListAsync();

    /// <summary>The names of the blobs that hold long texts.</summary>
    public async Task<IReadOnlyList<string>> BlobsAsync() =>
        await new BlobContainerClient(_scope.ConnectionString, _scope.Prefix + "payloads").GetBlobsAsync()
            .Select(blob => blob.Name)
            .ToListAsync();

    /// <summary>The events of one kind in the history of an instance's present run.</summary>
    public async Task<T[]> HistoryAsync<T>(string id) =>
        [.. (await Engine.ReadHistoryAsync(id, CancellationToken.None)).SelectMany(turn => turn.Events).OfType<T>()];

    /// <summary>Moves the clock through everything that falls due.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        await Clock.AdvanceAsync(by, Quiescence, deadline.Token);
    }

    /// <summary>Waits until nothing is at work: what waits, waits for the clock or for an event.</summary>
    public async Task QuietAsync(int minutes = 1)
    {
        using var deadline = new CancellationTokenSource(Deadline * minutes);
        await Quiescence.WhenQuiet(deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await _scope.DisposeAsync();
        Clock.Dispose();
    }

    private static async Task<EngineRig> StartAsync(EngineRig rig)
    {
        await rig.StartAsync();
        return rig;
    }

    private static string NewLeaseId() => new Guid(Random.Shared.Next(), 7, 7, [1, 2, 3, 4, 5, 6, 7, 8]).ToString();

    private DurableEngine Make(HttpPipelinePolicy? policy, int retries = 3)
    {
        var options = new DurableEngineOptions(
            new TableServiceClient(_scope.ConnectionString, With(new TableClientOptions(), policy, retries)),
            new BlobServiceClient(_scope.ConnectionString, With(new BlobClientOptions(), policy, retries)),
            _scope.Prefix)
        { LeaseId = _leaseId, RestingInMemory = 0 };
        Quiescence = new();
        IsStarted = false;
        return new(Adapt(options), _tasks, Clock, Quiescence);
    }

    private static T With<T>(T options, HttpPipelinePolicy? policy, int retries)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = retries;
        options.Retry.Delay = TimeSpan.FromMilliseconds(5);
        if (policy is not null)
            options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}

/// <summary>Orchestrators and activities written as functions.</summary>
internal static class TasksAsFunctions
{
    public static DurableTasks Orchestrator<TResult>(
        this DurableTasks tasks, string name, Func<TaskOrchestrationContext, Task<TResult>> run) =>
        tasks.AddOrchestrator(name, async context => await run(context));

    public static DurableTasks Activity<TInput, TResult>(
        this DurableTasks tasks, string name, Func<TInput, TResult> run) =>
        tasks.AddActivity(name, (_, input, _) =>
            Task.FromResult<object?>(run(JsonDataConverter.Default.Deserialize<TInput>(input))));

    public static DurableTasks Activity<TInput, TResult>(
        this DurableTasks tasks, string name, Func<TInput, Task<TResult>> run) =>
        tasks.AddActivity(name, async (_, input, _) =>
            await run(JsonDataConverter.Default.Deserialize<TInput>(input)));
}

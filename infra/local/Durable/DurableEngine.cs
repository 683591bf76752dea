using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using ItsmServerless.Local.Durable.Storage;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Durable;

/// <summary>
/// Runs orchestrations that outlive the process: an event-sourced replay engine over tables and blobs.
/// </summary>
/// <remarks>
/// One process runs it at a time; a second one waits in <see cref="StartAsync"/> until the first has ended.
/// </remarks>
public sealed class DurableEngine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DurableEngineOptions _options;
    private readonly EngineParts _parts;
    private readonly InstanceHost _host;
    private readonly EngineLease _lease;
    private readonly Quiescence _quiescence;
    private Task _keepingLease = Task.CompletedTask;

    /// <summary>An engine that does nothing until it is started.</summary>
    public DurableEngine(DurableEngineOptions options, DurableTasks tasks, TimeProvider clock, Quiescence quiescence)
    {
        var log = options.Loggers.CreateLogger<DurableEngine>();
        var store = new InstanceStore(
            options.Tables.GetTableClient(options.Prefix + "instances"),
            new TextCells(options.Blobs.GetBlobContainerClient(options.Prefix + "payloads")));
        var active = new ActiveIndex(options.Tables.GetTableClient(options.Prefix + "active"));
        var background = new Background(quiescence, log, _stopping.Token);
        _options = options;
        _quiescence = quiescence;
        _parts = new(options, tasks, clock, store, active, background, new(), log, _stopping.Token);
        _host = new(_parts);
        _lease = new(options.Blobs.GetBlobContainerClient(options.Prefix + "leases"), options, log);
        Client = new EngineClient(_host, _ready.Task);
    }

    /// <summary>Starts, finds, tells and ends orchestrations. Its calls wait until the engine has started.</summary>
    public DurableTaskClient Client { get; }

    /// <summary>All its instances.</summary>
    internal InstanceHost Host => _host;

    /// <summary>Completes when it has started.</summary>
    internal Task Ready => _ready.Task;

    /// <summary>Makes the tables, waits for the lease, and goes on with what an earlier process left.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        using var work = _quiescence.Track();
        await _options.Tables.CreateTableIfNotExistsAsync(_options.Prefix + "instances", cancellationToken);
        await _options.Tables.CreateTableIfNotExistsAsync(_options.Prefix + "active", cancellationToken);
        foreach (var container in new[] { "payloads", "leases" })
        {
            await _options.Blobs.GetBlobContainerClient(_options.Prefix + container)
                .CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        await _lease.AcquireAsync(cancellationToken);
        _keepingLease = KeepLeaseAsync();
        await _host.LoadAsync(cancellationToken);
        _ready.TrySetResult();
    }

    /// <summary>Stops: what runs is cancelled and goes on at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopping.IsCancellationRequested)
            return;
        await AbandonAsync(cancellationToken);
        await _lease.ReleaseAsync(cancellationToken);
    }

    /// <summary>
    /// The history of the present run of an instance, in order; empty when there is none, or none that can be read.
    /// </summary>
    public async Task<IReadOnlyList<Turn>> ReadHistoryAsync(string instanceId, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        try
        {
            return await _parts.Store.ReadAsync(instanceId, cancellationToken, withData: false) is { State: var state }
                ? await _parts.Store.ReadHistoryAsync(state, cancellationToken)
                : [];
        }
        catch (InvalidDataException)
        {
            // Parked, or about to be; its reason says what cannot be read.
            return [];
        }
    }

    /// <summary>Completes at the next change of an instance. Call it before reading what may have changed.</summary>
    public async Task NextChange(string instanceId, CancellationToken cancellationToken = default)
    {
        using var watch = _parts.Signals.Of(instanceId);
        await watch.Changed.WaitAsync(cancellationToken);
    }

    /// <summary>The instances that cannot go on, with what broke; they do not keep the others.</summary>
    public IReadOnlyList<ParkedInstance> Parked => _host.Parked;

    /// <summary>How many instances are kept in memory: those with something to do, and some that rest.</summary>
    public int InMemory => _host.Count;

    /// <summary>How many instances somebody waits for.</summary>
    public int Waiting => _parts.Signals.Count;

    /// <summary>All that is known of an instance beside its history, or what can be read of it; <see langword="null"/>
    /// when there is none.</summary>
    internal async Task<InstanceState?> ReadStateAsync(string instanceId, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        try
        {
            return (await _parts.Store.ReadAsync(instanceId, cancellationToken))?.State;
        }
        catch (InvalidDataException)
        {
            return (await _parts.Store.ReadHeadAsync(instanceId, cancellationToken))?.State;
        }
    }

    /// <summary>The timers that fire next, earliest first.</summary>
    internal IReadOnlyList<(string InstanceId, DateTimeOffset Due)> NextTimers(int most) => _host.Timers.Next(most);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _keepingLease;
        _host.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Ends as a killed process does: nothing more is written, and the lease is left behind.</summary>
    internal async Task AbandonAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        _ready.TrySetCanceled(CancellationToken.None);
        await _parts.Background.WhenDone().WaitAsync(cancellationToken);
    }

    private async Task KeepLeaseAsync()
    {
        try
        {
            await _lease.KeepAsync(_stopping.Token);
            EngineLog.LostLease(_parts.Log);
            await _stopping.CancelAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The engine stops.
        }
    }
}

using System.Security.Cryptography;
using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Instances;
using ItsmServerless.Local.Durable.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace ItsmServerless.Local.Durable;

/// <summary>The client of the engine in this process.</summary>
/// <remarks>What changes something is refused once the engine has stopped, by <see cref="InvalidOperationException"/>.
/// </remarks>
/// <param name="defaultVersion">The version of orchestrations whose start names none.</param>
internal sealed partial class EngineClient(
    InstanceHost host, Task ready, string name = "local", string defaultVersion = "") : DurableTaskClient(name)
{
    /// <summary>A client of the engine of a host, with the options of its name.</summary>
    [ActivatorUtilitiesConstructor]
    public EngineClient(string name, LocalEngine local, IOptionsMonitor<DurableTaskClientOptions> options)
        : this(local.Engine.Host, local.Engine.Ready, name, options.Get(name).DefaultVersion)
    {
    }

    private readonly EngineParts _parts = host.Parts;

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    /// <remarks>
    /// An instance of the same id that is not over is left alone, and its id returned. One that is over is replaced, as
    /// Durable Functions does by default; naming its status in the dedupe statuses refuses the start instead.
    /// </remarks>
    /// <exception cref="ArgumentException">A dedupe status is no status.</exception>
    /// <exception cref="InvalidOperationException">The dedupe statuses refuse the start.</exception>
    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(orchestratorName.Name, nameof(orchestratorName));
        var refused = Statuses(options?.DedupeStatuses ?? []);
        await RunningAsync(cancellation);
        var now = _parts.Clock.GetUtcNow();
        var state = new InstanceState
        {
            Id = options?.InstanceId ?? NewId(),
            Name = orchestratorName.Name,
            Version = options?.Version?.Version ?? defaultVersion,
            Execution = InstanceState.DrawExecution(),
            Input = _parts.Options.Converter.Serialize(input),
            StartAt = options?.StartAt,
            Tags = options?.Tags.ToDictionary() ?? [],
            CreatedAt = now,
            UpdatedAt = now,
        };
        await StartAsync(state, refused, cancellation);
        return state.Id;
    }

    /// <inheritdoc/>
    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        var payload = _parts.Options.Converter.Serialize(eventPayload);
        await PostAsync(instanceId, new EventRaised(eventName, payload), cancellation);
    }

    /// <inheritdoc/>
    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        var output = _parts.Options.Converter.Serialize(options?.Output);
        return PostAsync(instanceId, new Terminated(output, options?.Recursive ?? false), cancellation);
    }

    /// <inheritdoc/>
    public override Task SuspendInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new Suspended(reason), cancellation);

    /// <inheritdoc/>
    public override Task ResumeInstanceAsync(
        string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        PostAsync(instanceId, new Resumed(reason), cancellation);

    private static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    private async Task PostAsync(string instanceId, HistoryEvent happened, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        await RunningAsync(cancellationToken);
        await host.PostAsync(instanceId, new(happened), cancellationToken);
    }

    private async Task StartAsync(
        InstanceState state, OrchestrationRuntimeStatus[] refused, CancellationToken cancellationToken)
    {
        var existing = await host.StartAsync(
            state, there => there.HasEnded && !refused.Contains(there.Status), cancellationToken);
        if (existing is not null && refused.Contains(existing.Status))
        {
            throw new InvalidOperationException(
                $"An orchestration with the id '{existing.Id}' exists already, and its status is {existing.Status}.");
        }
    }

    private async Task RunningAsync(CancellationToken cancellationToken)
    {
        await ready.WaitAsync(cancellationToken);
        if (_parts.Stopping.IsCancellationRequested)
            throw new InvalidOperationException("The Durable engine of this process has stopped.");
    }

    private static OrchestrationRuntimeStatus[] Statuses(IEnumerable<string> names) =>
    [
        .. names.Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status)
            ? status
            : throw new ArgumentException($"'{name}' is no status of an orchestration to be deduplicated by.", nameof(names))),
    ];
}

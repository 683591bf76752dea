using ItsmServerless.Local.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>The context of one run, from its first turn to the newest.</summary>
internal sealed class ReplayContext(RunFacts facts, OrchestratorThread thread) : TaskOrchestrationContext
{
    private bool _isReplaying;
    private DateTimeOffset _now;
    private int _guids;

    /// <summary>Its steps.</summary>
    public StepLedger Steps { get; } = new();

    /// <summary>Its events.</summary>
    public ExternalEvents Events { get; } = new(facts.Converter);

    /// <summary>The status it has set, if it has.</summary>
    public CustomStatus? CustomStatus { get; private set; }

    /// <summary>How it wants to start over, if it does.</summary>
    public ContinueAsNewOptions? StartsOver { get; private set; }

    /// <inheritdoc/>
    public override TaskName Name => facts.Name;

    /// <inheritdoc/>
    public override string InstanceId => facts.InstanceId;

    /// <inheritdoc/>
    public override string Version => facts.Version;

    /// <inheritdoc/>
    public override ParentOrchestrationInstance? Parent => facts.Parent;

    /// <inheritdoc/>
    public override DateTime CurrentUtcDateTime => _now.UtcDateTime;

    /// <inheritdoc/>
    public override bool IsReplaying => _isReplaying;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, object?> Properties { get; } = new Dictionary<string, object?>();

    /// <inheritdoc/>
    public override TaskOrchestrationEntityFeature Entities =>
        throw new NotSupportedException("Durable entities: " + Unsupported.Entities);

    /// <inheritdoc/>
    protected override ILoggerFactory LoggerFactory => facts.Loggers;

    /// <summary>Opens a turn.</summary>
    public void BeginTurn(Turn turn, bool isReplaying)
    {
        _now = turn.At;
        _isReplaying = isReplaying;
        Steps.BeginTurn(turn, isReplaying);
    }

    /// <inheritdoc/>
    public override T? GetInput<T>() where T : default => facts.Converter.Deserialize<T>(facts.Input);

    /// <inheritdoc/>
    public override Task<TResult> CallActivityAsync<TResult>(
        TaskName name, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        RefuseOptionsAsInput(input, options);
        var data = facts.Converter.Serialize(input);
        var version = options?.Version?.Version ?? Version;
        return Retrying.RunAsync(this, options?.Retry, () =>
            AnswerAsync<TResult>(id => new ActivityScheduled(id, name.Name, version, data)));
    }

    /// <inheritdoc/>
    public override Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        EnsureOwnThread();
        RefuseOptionsAsInput(input, options);
        var data = facts.Converter.Serialize(input);
        var own = options as SubOrchestrationOptions;
        var instanceId = own?.InstanceId ?? NewGuid().ToString("N");
        var version = (own?.Version ?? options?.Version)?.Version
            ?? facts.Worker.Versioning?.DefaultVersion ?? string.Empty;
        return Retrying.RunAsync(this, options?.Retry, () => AnswerAsync<TResult>(id =>
            new SubOrchestrationScheduled(id, orchestratorName.Name, version, instanceId, data, options?.Tags)));
    }

    /// <inheritdoc/>
    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        EnsureOwnThread();
        var due = fireAt.ToUniversalTime();
        return due - CurrentUtcDateTime > facts.Worker.MaximumTimerInterval
            ? SleepLongAsync(due, cancellationToken)
            : SleepAsync(due, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        EnsureOwnThread();
        return Events.WaitAsync<T>(eventName, cancellationToken);
    }

    /// <inheritdoc/>
    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        EnsureOwnThread();
        var data = facts.Converter.Serialize(payload);
        Steps.Note(id => new EventSent(id, instanceId, eventName, data));
    }

    /// <inheritdoc/>
    public override void SetCustomStatus(object? customStatus)
    {
        EnsureOwnThread();
        CustomStatus = new(facts.Converter.Serialize(customStatus));
    }

    /// <inheritdoc/>
    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new() { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    /// <inheritdoc/>
    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        EnsureOwnThread();
        StartsOver = options;
    }

    /// <inheritdoc/>
    public override Guid NewGuid()
    {
        EnsureOwnThread();
        var name = $"{InstanceId}_{CurrentUtcDateTime:o}_{_guids++}";
        return DeterministicGuid.Create(DeterministicGuid.Orchestrations, name);
    }

    private static void RefuseOptionsAsInput(object? input, TaskOptions? options)
    {
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                "Task options were given as the input. Name the parameter: options.", nameof(input));
        }
    }

    private async Task SleepLongAsync(DateTime due, CancellationToken cancellationToken)
    {
        while (due - CurrentUtcDateTime > facts.Worker.MaximumTimerInterval)
            await SleepAsync(CurrentUtcDateTime + facts.Worker.MaximumTimerInterval, cancellationToken);
        await SleepAsync(due, cancellationToken);
    }

    private Task SleepAsync(DateTime due, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled(cancellationToken);
        var id = Steps.NextId;
        var fired = Steps.Take(number => new TimerCreated(number, new(due)));
        cancellationToken.Register(() => Steps.Cancel(id, cancellationToken));
        return fired;
    }

    private async Task<T> AnswerAsync<T>(Func<int, StepTaken> step) =>
        facts.Converter.Deserialize<T>(await Steps.Take(step));

    private void EnsureOwnThread()
    {
        if (!thread.IsCurrent)
            throw new InvalidOperationException(Failures.AwaitedElsewhere().ErrorMessage);
    }
}

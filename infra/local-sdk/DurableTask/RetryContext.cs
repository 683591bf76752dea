namespace Microsoft.DurableTask;

/// <summary>Says whether a failed task is run again. Runs in the orchestrator, so it must be deterministic.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Says whether a failed task is run again, after awaiting what the context offers.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>What a retry handler is told.</summary>
/// <param name="OrchestrationContext">The calling orchestration, to wait by for example.</param>
/// <param name="LastAttemptNumber">How many attempts there were, 1 after the first.</param>
/// <param name="LastFailure">How the last attempt failed.</param>
/// <param name="TotalRetryTime">How long it has been since the first attempt began.</param>
/// <param name="CancellationToken">Cancelled when the retries are no longer wanted.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);

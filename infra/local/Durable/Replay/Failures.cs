using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace ItsmServerless.Local.Durable.Replay;

/// <summary>The failures the engine tells of.</summary>
internal static class Failures
{
    private const string NoActivity = "ActivityTaskNotFound";
    private const string NoOrchestrator = "OrchestratorTaskNotFound";

    /// <summary>An exception as data; a failed task's own failure is the cause of its caller's.</summary>
    public static TaskFailureDetails Of(Exception exception, IExceptionPropertiesProvider? properties = null) =>
        TaskFailureDetails.FromException(exception) with
        {
            InnerFailure = CauseOf(exception, properties),
            Properties = FailureProperties.Of(exception, properties),
        };

    /// <summary>No activity of that name is registered.</summary>
    public static TaskFailureDetails ActivityNotFound(string name) =>
        Say(NoActivity, $"No activity task named '{name}' was found.");

    /// <summary>No orchestrator of that name is registered.</summary>
    public static TaskFailureDetails OrchestratorNotFound(string name) =>
        Say(NoOrchestrator, $"No orchestrator task named '{name}' was found.");

    /// <summary>The worker does not take orchestrations of that version.</summary>
    public static TaskFailureDetails VersionMismatch(string version, string ofWorker) => Say(
        "VersionMismatch",
        $"The orchestration has the version '{version}', which the worker of '{ofWorker}' does not take.");

    /// <summary>A sub-orchestration was ended from outside.</summary>
    public static TaskFailureDetails WasTerminated(string instanceId) =>
        Say(typeof(OperationCanceledException).FullName!, $"The sub-orchestration '{instanceId}' was terminated.");

    /// <summary>A sub-orchestration cannot have the id of something else that runs.</summary>
    public static TaskFailureDetails IdInUse(string instanceId) => Say(
        typeof(InvalidOperationException).FullName!,
        $"An orchestration with the id '{instanceId}' is running already.");

    /// <summary>The orchestrator awaits what its context does not know of.</summary>
    public static TaskFailureDetails AwaitedElsewhere() => Say(
        typeof(InvalidOperationException).FullName!,
        "The orchestrator awaited a task that its context did not make, which cannot be replayed. "
        + "Do I/O, delays and threads in an activity. Use neither ConfigureAwait(false) nor CancelAsync.");

    /// <summary>Whether another attempt cannot help.</summary>
    public static bool IsHopeless(TaskFailureDetails failure) => failure.ErrorType is NoActivity or NoOrchestrator;

    private static TaskFailureDetails? CauseOf(Exception exception, IExceptionPropertiesProvider? properties) =>
        exception switch
        {
            { InnerException: { } cause } => Of(cause, properties),
            TaskFailedException failed => failed.FailureDetails,
            _ => null,
        };

    private static TaskFailureDetails Say(string type, string message) =>
        new(type, message, StackTrace: null, InnerFailure: null, Properties: null);
}

using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;
using static Microsoft.DurableTask.Worker.DurableTaskWorkerOptions;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>Whether this worker takes an orchestration: by its version, and by the worker's filter.</summary>
internal static class Admission
{
    /// <summary>How an orchestration fails whose version the worker does not take; null when it does not.</summary>
    public static TaskFailureDetails? Failure(RunFacts facts) =>
        facts.Worker.Versioning is { FailureStrategy: VersionFailureStrategy.Fail } rules && !Takes(rules, facts)
            ? Failures.VersionMismatch(facts.Version, rules.Version)
            : null;

    /// <summary>Whether the orchestration stays as it is, until a worker comes that takes it.</summary>
    public static async ValueTask<bool> LeavesAsync(
        DurableEngineOptions options, RunFacts facts, InstanceState state, CancellationToken cancellationToken)
    {
        if (facts.Worker.Versioning is { FailureStrategy: VersionFailureStrategy.Reject } rules && !Takes(rules, facts))
            return true;
        var asked = new OrchestrationFilterParameters { Name = state.Name, Tags = state.Tags };
        return options.Filter is { } filter && !await filter.IsOrchestrationValidAsync(asked, cancellationToken);
    }

    private static bool Takes(VersioningOptions rules, RunFacts facts)
    {
        // A context knows how its version compares; it needs no run for that.
        var context = new ReplayContext(facts, new OrchestratorThread(() => { }));
        return rules.MatchStrategy switch
        {
            VersionMatchStrategy.Strict => context.CompareVersionTo(rules.Version) == 0,
            VersionMatchStrategy.CurrentOrOlder => context.CompareVersionTo(rules.Version) <= 0,
            _ => true,
        };
    }
}

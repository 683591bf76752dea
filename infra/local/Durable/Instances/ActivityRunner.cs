using ItsmServerless.Local.Durable.History;
using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask;

namespace ItsmServerless.Local.Durable.Instances;

/// <summary>
/// Runs activities, so many at once; each at least once, and again after a crash that lost its answer.
/// </summary>
internal sealed class ActivityRunner(EngineParts parts) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(parts.Options.ActivitiesAtOnce);

    /// <summary>The answer of an activity: its result or its failure, never an exception of its own.</summary>
    /// <exception cref="OperationCanceledException">The engine stops.</exception>
    public async Task<StepAnswer> RunAsync(string instanceId, ActivityScheduled step)
    {
        await _slots.WaitAsync(parts.Stopping);
        try
        {
            return await AnswerAsync(instanceId, step);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _slots.Dispose();

    private async Task<StepAnswer> AnswerAsync(string instanceId, ActivityScheduled step)
    {
        if (parts.Tasks.Activity(step.Name, step.Version) is not { } activity)
            return new TaskFailed(step.Id, Failures.ActivityNotFound(step.Name));
        try
        {
            WorkerLog.ActivityStarted(parts.WorkerLog.Activities, instanceId, step.Name);
            var result = await activity(new Context(step, instanceId), step.Input, parts.Stopping);
            var answer = new TaskCompleted(step.Id, parts.Options.Converter.Serialize(result));
            WorkerLog.ActivityCompleted(parts.WorkerLog.Activities, instanceId, step.Name);
            return answer;
        }
        catch (Exception failure) when (!parts.Stopping.IsCancellationRequested)
        {
            // Whatever an activity throws is its answer; its caller decides what that means.
            WorkerLog.ActivityFailed(parts.WorkerLog.Activities, failure, instanceId, step.Name);
            return new TaskFailed(step.Id, Failures.Of(failure, parts.Options.ExceptionProperties));
        }
    }

    private sealed class Context(ActivityScheduled step, string instanceId) : TaskActivityContext
    {
        public override TaskName Name => step.Name;

        public override string InstanceId => instanceId;

        public override string Version => step.Version;
    }
}

using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Time;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.Bulk;

/// <summary>Works through the commands of a bulk, page by page.</summary>
/// <remarks>
/// Version 1. One instance a bulk, <c>bulk-{tenant}-{id}</c>. A page is 25 commands, taken one after the other, so that a
/// bulk never has more than one request's worth of storage calls under way beside those who wait for an answer. Every
/// page ends in continue-as-new. All of it may run twice: a command is recognised by bulk and index.
/// </remarks>
public sealed class BulkWorkflow(EventLog log, BulkRows rows, BulkRunner runner, Clock clock)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RunBulk";

    private const string Page = "RunBulkPage";
    private const string End = "EndBulk";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>The id of a bulk's instance.</summary>
    public static string InstanceOf(TenantId tenant, RecordId bulk) => $"bulk-{tenant}-{bulk}";

    /// <summary>Works through the next page and begins anew, or ends.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var step = context.GetInput<BulkStep>()!;
        try
        {
            step = await context.CallActivityAsync<BulkStep>(Page, step, Patience);
            context.SetCustomStatus(new BulkProgress(step.Succeeded + step.Failed, step.Of, step.Succeeded, step.Failed));
        }
        catch (TaskFailedException)
        {
            step = step with { IsFailed = true }; // After many tries; the record says so.
        }
        var isDone = step.Succeeded + step.Failed >= step.Of;
        if (step.IsFailed || isDone) await context.CallActivityAsync<bool>(End, step, Patience);
        else context.ContinueAsNew(step);
    }

    /// <summary>Takes the commands of a page that were not taken yet, each once, one after the other. When the caller's
    /// credential is refused, the rest is refused with it, also on the pages that follow.</summary>
    [Function(Page)]
    public async Task<BulkStep> RunPage([ActivityTrigger] BulkStep step, CancellationToken cancel)
    {
        var bulk = (await log.Get<BulkRun, BulkEvent>(step.Tenant, step.Bulk, cancel)).Value.State;
        var items = await rows.Page(step.Tenant, step.Bulk, bulk.Items, step.Page, cancel);
        var tried = await rows.Tried(step.Tenant, step.Bulk, step.Page, cancel);
        var (succeeded, failed, stopped) = (step.Succeeded, step.Failed, step.Stopped);
        foreach (var (place, item) in items.Index())
        {
            var index = (step.Page * BulkRows.PageSize) + place;
            var now = step with { Stopped = stopped };
            var result = tried.GetValueOrDefault(index) ?? await Try(now, bulk, index, item, cancel);
            if (result.Status == BulkStatus.Succeeded) succeeded++;
            else failed++;
            if (result.Problem is { IsOfCredential: true } refused) stopped ??= refused;
        }
        var next = step with
        {
            Page = step.Page + 1,
            Of = bulk.Of,
            Succeeded = succeeded,
            Failed = failed,
            Stopped = stopped,
        };
        await Execute(next, $"{next.Page}", new BulkProgressed(succeeded + failed, succeeded, failed), cancel);
        return next;
    }

    /// <summary>Says in the record that it is over.</summary>
    [Function(End)]
    public async Task<bool> EndBulk([ActivityTrigger] BulkStep step, CancellationToken cancel)
    {
        var state = step.IsFailed ? BulkState.Failed : BulkState.Completed;
        await Execute(step, "end", new BulkCompleted(state, step.Stopped), cancel);
        return true;
    }

    private async Task<BulkResult> Try(BulkStep step, BulkRun bulk, int index, BulkItem item, CancellationToken cancel)
    {
        var result = step.Stopped is { } stopped
            ? BulkResult.Refused(index, item, stopped)
            : BulkResult.Of(index, item, await runner.Run(step.Tenant, bulk, index, item, cancel));
        await rows.PutResult(step.Tenant, step.Bulk, result, cancel);
        return result;
    }

    private async Task Execute(BulkStep step, string cause, BulkEvent happened, CancellationToken cancel)
    {
        var command = CommandContext.Internal(
            step.Tenant, CommandId.FromCause("bulk-step", step.Bulk.Value, cause), clock.Now);
        var done = await log.Execute<BulkRun, BulkEvent>(command, step.Bulk, _ => happened, cancel);
        _ = done.Value; // A refusal is a conflict that outlasted its retries: the activity is tried again.
    }
}

/// <summary>How far a bulk is, as its orchestration hands it on.</summary>
/// <param name="Stopped">Why the rest is not tried; null while it is.</param>
public sealed record BulkStep(
    TenantId Tenant, RecordId Bulk, int Of = 0, int Page = 0, int Succeeded = 0, int Failed = 0, bool IsFailed = false,
    BulkProblem? Stopped = null);

using ItsmServerless.Kernel.Ids;
using ItsmServerless.Tenants.Exports;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Tenants.OffBoarding;

/// <summary>Takes a tenant off board: waits until its credentials are dead everywhere, ends its workflows, has its last
/// export made, and drops what it had.</summary>
/// <remarks>
/// Version 1. One instance a tenant, <c>off-boarding-{tenant}</c>. Every step may run twice and stop anywhere. Nothing is
/// dropped before the export is stored; one that cannot be made is tried again, hour by hour.
/// </remarks>
public sealed class OffBoardingWorkflow(
    DepartureBook book, TenantWorkflows workflows, TenantRemains remains, ExportBlobs exports)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RunOffBoarding";

    private const string Note = "NoteDeparture";
    private const string EndWorkflows = "EndTenantWorkflows";
    private const string RemoveRows = "RemoveTenantRows";
    private const string Drop = "DropTenantStorage";
    private const string End = "EndTenant";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeAnotherExport = TimeSpan.FromHours(1);

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 100, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(10)));

    /// <summary>The steps, one after the other.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var run = context.GetInput<OffBoardingRun>()!;
        await context.CreateTimer(run.DeadAt.UtcDateTime, CancellationToken.None);
        await context.CallActivityAsync<bool>(Note, new DepartureNote(run, DepartureStep.EndingWorkflows), Patience);
        var ended = await AllWorkflows(context, run);
        await context.CallActivityAsync<bool>(Note, new DepartureNote(run, DepartureStep.Exporting), Patience);
        var export = await LastExport(context, run);
        await context.CallActivityAsync<bool>(Note, new DepartureNote(run, DepartureStep.Removing, export), Patience);
        var removed = await context.CallActivityAsync<RemovedData>(RemoveRows, run, Patience);
        await context.CallActivityAsync<bool>(Drop, run, Patience);
        await AllWorkflows(context, run); // That of the export, and what somebody started in the last moment.
        var end = new DepartureEnd(run, removed with { Workflows = ended });
        await context.CallActivityAsync<bool>(End, end, Patience);
    }

    /// <summary>Says in the tenant's record how far it is.</summary>
    [Function(Note)]
    public async Task<bool> NoteStep([ActivityTrigger] DepartureNote note, CancellationToken cancel)
    {
        await book.Note(note, cancel);
        return true;
    }

    /// <summary>Ends some of the tenant's workflows and purges those that have ended.</summary>
    [Function(EndWorkflows)]
    public Task<EndedWorkflows> EndSome(
        [ActivityTrigger] OffBoardingRun run, [DurableClient] DurableTaskClient client, CancellationToken cancel) =>
        workflows.End(run.Tenant, client, cancel);

    /// <summary>Removes the tenant's rows in tables that all share, and counts what will be dropped.</summary>
    [Function(RemoveRows)]
    public Task<RemovedData> RemoveShared([ActivityTrigger] OffBoardingRun run, CancellationToken cancel) =>
        remains.RemoveRows(run.Tenant, cancel);

    /// <summary>Drops the tenant's tables, its blobs, and its other exports.</summary>
    [Function(Drop)]
    public async Task<bool> DropStorage([ActivityTrigger] OffBoardingRun run, CancellationToken cancel)
    {
        await remains.Drop(run.Tenant, cancel);
        await exports.RemoveOthers(run.Tenant, run.Export, cancel);
        return true;
    }

    /// <summary>Says that it is over, and lets go of the slug.</summary>
    [Function(End)]
    public async Task<bool> EndTenant([ActivityTrigger] DepartureEnd end, CancellationToken cancel)
    {
        await book.End(end, cancel);
        return true;
    }

    private static async Task<int> AllWorkflows(TaskOrchestrationContext context, OffBoardingRun run)
    {
        for (var ended = 0; ;)
        {
            var some = await context.CallActivityAsync<EndedWorkflows>(EndWorkflows, run, Patience);
            ended += some.Purged;
            if (!some.AreLeft) return ended;
            await context.CreateTimer(Moment, CancellationToken.None);
        }
    }

    private static async Task<ExportRun> LastExport(TaskOrchestrationContext context, OffBoardingRun run)
    {
        for (var attempt = 1; ; attempt++)
        {
            var asked = new ExportRun(run.Tenant, run.Export, IsFinal: true, new(context.CurrentUtcDateTime, TimeSpan.Zero));
            var made = await context.CallSubOrchestratorAsync<ExportRun>(
                ExportWorkflow.Name, asked, new SubOrchestrationOptions(instanceId: $"{asked.InstanceId}-{attempt}"));
            if (!made.IsFailed) return made;
            await context.CreateTimer(BeforeAnotherExport, CancellationToken.None);
        }
    }
}

/// <summary>Which tenant leaves.</summary>
/// <param name="Export">The id of its last export.</param>
/// <param name="DeadAt">From then on nobody remembers that its credentials worked.</param>
public sealed record OffBoardingRun(TenantId Tenant, RecordId Export, DateTimeOffset DeadAt)
{
    private const string Family = "off-boarding";

    /// <summary>The orchestration's instance.</summary>
    public static string InstanceOf(TenantId tenant) => $"{Family}-{tenant}";
}

/// <summary>How far it is.</summary>
/// <param name="Export">The last export, once it is made.</param>
public sealed record DepartureNote(OffBoardingRun Run, DepartureStep Step, ExportRun? Export = null);

/// <summary>What it came to.</summary>
public sealed record DepartureEnd(OffBoardingRun Run, RemovedData Removed);

/// <summary>What one round of ending workflows came to.</summary>
/// <param name="AreLeft">Whether another round is needed.</param>
public sealed record EndedWorkflows(int Purged, bool AreLeft);

using System.Collections.Concurrent;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ItsmServerless.ServiceLevels;

/// <summary>Works through the incidents of a recalculation, page by page.</summary>
/// <remarks>
/// Version 1. One instance a recalculation, <c>recalculation-{tenant}-{id}</c>. First the incidents are written down,
/// so that none is missed or met twice however they change meanwhile; then every page ends in continue-as-new, with
/// what it found added up in the input. All of it may run twice.
/// </remarks>
public sealed class RecalculationWorkflow(
    EventLog log, ReportedIncidents reported, RecalculationRows rows, Recalculator recalculator,
    Kernel.Time.Clock clock)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RecalculateClocks";

    private const string Plan = "PlanRecalculation";
    private const string Page = "RecalculatePage";
    private const string End = "EndRecalculation";
    private const int PageSize = 25;
    private const int AtOnce = 8;

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>The id of a recalculation's instance.</summary>
    public static string InstanceOf(TenantId tenant, RecordId recalculation) =>
        $"recalculation-{tenant}-{recalculation}";

    /// <summary>Writes the incidents down, works through the next page and begins anew, or ends.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var run = context.GetInput<RecalculationRun>()!;
        try
        {
            run = run.Total is null
                ? run with { Total = await context.CallActivityAsync<int>(Plan, run, Patience) }
                : await context.CallActivityAsync<RecalculationRun>(Page, run, Patience);
            context.SetCustomStatus(new RecalculationProgress(run.Done, run.Total));
        }
        catch (TaskFailedException)
        {
            run = run with { IsFailed = true }; // After many tries; the record says so, and another may be started.
        }
        if (run.IsFailed || run.Done == run.Total) await context.CallActivityAsync<bool>(End, run, Patience);
        else context.ContinueAsNew(run);
    }

    /// <summary>Writes down which incidents it is about, and says how many.</summary>
    [Function(Plan)]
    public async Task<int> PlanPages([ActivityTrigger] RecalculationRun run, CancellationToken cancel)
    {
        var recalculation = await Read(run, cancel);
        var incidents = await reported.Between(run.Tenant, recalculation.From, recalculation.StartedAt, cancel);
        foreach (var (page, some) in incidents.Chunk(PageSize).Index())
            await rows.PutPage(run.Tenant, run.Recalculation, page, some, cancel);
        await Note(run with { Total = incidents.Count }, cancel);
        return incidents.Count;
    }

    /// <summary>Works through a page, eight incidents at a time.</summary>
    [Function(Page)]
    public async Task<RecalculationRun> Recalculate([ActivityTrigger] RecalculationRun run, CancellationToken cancel)
    {
        var recalculation = await Read(run, cancel);
        var incidents = await rows.Page(run.Tenant, run.Recalculation, run.Done / PageSize, cancel);
        var found = new ConcurrentBag<RecalculationDifference>();
        await Parallel.ForEachAsync(
            incidents, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel },
            async (incident, stop) =>
            {
                var clocks = await recalculator.Apply(run.Tenant, recalculation, incident, stop);
                await rows.PutChanged(run.Tenant, run.Recalculation, clocks, stop);
                found.Add(RecalculationDifference.Of(clocks));
            });
        var next = run with
        {
            Done = run.Done + incidents.Count,
            Difference = found.Aggregate(run.Difference ?? RecalculationDifference.None, (sum, one) => sum.Plus(one)),
        };
        await Note(next, cancel);
        return next;
    }

    /// <summary>Says in the record that it is over.</summary>
    [Function(End)]
    public async Task<bool> EndRecalculation([ActivityTrigger] RecalculationRun run, CancellationToken cancel)
    {
        RecalculationEvent end = run.IsFailed ? new RecalculationFailed() : new RecalculationCompleted();
        await Execute(run, "end", end, cancel);
        return true;
    }

    private Task Note(RecalculationRun run, CancellationToken cancel) => Execute(
        run, $"{run.Done}",
        new RecalculationProgressed(run.Done, run.Total!.Value, run.Difference ?? RecalculationDifference.None),
        cancel);

    private async Task Execute(
        RecalculationRun run, string cause, RecalculationEvent happened, CancellationToken cancel)
    {
        var id = CommandId.FromCause("recalculation", run.Recalculation.Value, cause);
        var command = CommandContext.Internal(run.Tenant, id, clock.Now);
        var done = await log.Execute<Recalculation, RecalculationEvent>(
            command, run.Recalculation, _ => happened, cancel);
        _ = done.Value; // A refusal is a conflict that outlasted its retries: the activity is tried again.
    }

    private async Task<Recalculation> Read(RecalculationRun run, CancellationToken cancel) =>
        (await log.Get<Recalculation, RecalculationEvent>(run.Tenant, run.Recalculation, cancel)).Value.State;
}

/// <summary>How far a recalculation is, as its orchestration hands it on.</summary>
/// <param name="Total">How many incidents there are; null before they are written down.</param>
/// <param name="Difference">What was found up to here; null for nothing.</param>
public sealed record RecalculationRun(
    TenantId Tenant, RecordId Recalculation, int Done = 0, int? Total = null,
    RecalculationDifference? Difference = null, bool IsFailed = false);

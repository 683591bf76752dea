using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using NodaTime;

namespace ItsmServerless.Changes;

/// <summary>Sees a change through from its approval to its close: waits for the window, reminds, says when the window
/// has passed, opens the review and chases it.</summary>
/// <remarks>Version 1. One instance a change, <c>change-{tenant}-{change}</c>. The record decides what is next (<see
/// cref="ChangeStep"/>); an event is only a knock on the door, so one that is lost or doubled changes nothing. Endless
/// by continue-as-new, which keeps the history to one turn. Nothing is lost with it: the sweeper does what it should
/// have done.</remarks>
public sealed class ChangeWorkflow(ChangeKeeper keeper)
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = nameof(ChangeWorkflow);

    /// <summary>The event that says: look at the record again.</summary>
    public const string Changed = "changed";

    private const string Look = "TakeChangeSteps";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>The id of a change's instance.</summary>
    public static string InstanceOf(TenantId tenant, RecordId change) => $"change-{tenant}-{change}";

    /// <summary>Takes the change's next steps, then waits for the time of the one after, or until something
    /// happens.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var watch = context.GetInput<ChangeWatch>()!;
        var seen = await context.CallActivityAsync<ChangeSight>(Look, watch, Patience);
        if (!seen.IsAlive) return;
        await context.Sleep(seen.Until, Changed);
        context.ContinueAsNew(watch with { FiledAt = seen.Until });
    }

    /// <summary>Takes the steps that are due, and says how long to wait for the next.</summary>
    [Function(Look)]
    public async Task<ChangeSight> Tend([ActivityTrigger] ChangeWatch watch, CancellationToken cancel)
    {
        var filed = watch.FiledAt is { } at ? Instant.FromDateTimeOffset(at) : (Instant?)null;
        var wait = await keeper.Tend(watch.Tenant, watch.Change, filed, cancel);
        return new(wait is not null, wait?.Until?.ToDateTimeOffset());
    }
}

/// <summary>What an instance watches.</summary>
/// <param name="FiledAt">The entry it has in the due table.</param>
public sealed record ChangeWatch(TenantId Tenant, RecordId Change, DateTimeOffset? FiledAt = null);

/// <summary>What a look at the change saw, as an orchestration's history keeps it.</summary>
/// <param name="Until">How long to wait; null for as long as nothing happens.</param>
public sealed record ChangeSight(bool IsAlive, DateTimeOffset? Until);

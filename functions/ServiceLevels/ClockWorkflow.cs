using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Sleeps from one step of an incident's clocks to the next, and looks again when something
/// happened.</summary>
/// <remarks>
/// Version 1. One instance an incident, <c>clocks-{tenant}-{incident}</c>; it ends when no clock can count any more,
/// and is started again by what makes one count. Its history stays short: every look ends in continue-as-new. Nothing
/// is lost with it: the sweeper does what it should have done.
/// </remarks>
public sealed class ClockWorkflow(ClockKeeper keeper)
{
    /// <summary>The name of the orchestration.</summary>
    public const string Name = "RunClocks";

    /// <summary>The external event that says that something happened to the incident.</summary>
    public const string Changed = "changed";

    private const string Look = "TendClocks";

    private static readonly TaskOptions Patience = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(1)));

    /// <summary>The id of an incident's instance.</summary>
    public static string InstanceOf(TenantId tenant, RecordId incident) => $"clocks-{tenant}-{incident}";

    /// <summary>Looks, sleeps, and begins anew.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var watch = context.GetInput<ClockWatch>()!;
        var seen = await context.CallActivityAsync<ClockSight>(Look, watch, Patience);
        context.SetCustomStatus(seen);
        if (!seen.IsAlive) return;
        await context.Sleep(seen.NextAt, Changed);
        context.ContinueAsNew(watch with { FiledAt = seen.NextAt, Results = seen.Results });
    }

    /// <summary>Does what is due and says what is next.</summary>
    [Function(Look)]
    public async Task<ClockSight> Tend([ActivityTrigger] ClockWatch watch, CancellationToken cancel)
    {
        var filed = watch.FiledAt is { } at ? Instant.FromDateTimeOffset(at) : (Instant?)null;
        var plan = await keeper.Tend(watch.Tenant, watch.Incident, filed, watch.Results, cancel);
        return new(plan.IsAlive, plan.NextAt?.ToDateTimeOffset()) { Results = plan.Results };
    }
}

/// <summary>What an instance watches.</summary>
/// <param name="FiledAt">The entry it has in the due table.</param>
public sealed record ClockWatch(TenantId Tenant, RecordId Incident, DateTimeOffset? FiledAt = null)
{
    /// <summary>What was filed of the clocks at the look before; null at the first. Left out then, as in histories from before
    /// there was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FiledMark? Results { get; init; }
}

/// <summary>What a look at the clocks saw, as an orchestration's history keeps it.</summary>
public sealed record ClockSight(bool IsAlive, DateTimeOffset? NextAt)
{
    /// <summary>What is filed of the clocks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FiledMark? Results { get; init; }
}

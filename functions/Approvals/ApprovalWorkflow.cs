using System.Text.Json.Serialization;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Workflows;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using NodaTime;

namespace ItsmServerless.Approvals;

/// <summary>Which approval a workflow is about.</summary>
/// <param name="FiledAt">The entry it has in the due table; null for none.</param>
public sealed record ApprovalReference(TenantId Tenant, RecordId Approval, DateTimeOffset? FiledAt = null)
{
    /// <summary>The same with the time of the product's own clock.</summary>
    public static ApprovalReference Of(TenantId tenant, RecordId approval, Instant? filed) =>
        new(tenant, approval, filed?.ToDateTimeOffset());

    /// <summary>The entry of the due table.</summary>
    [JsonIgnore]
    public Instant? Filed => FiledAt is { } at ? Instant.FromDateTimeOffset(at) : null;

    /// <summary>The workflow's instance: one for each approval.</summary>
    public string InstanceId => $"approval-{Tenant}-{Approval}";
}

/// <summary>How long to wait.</summary>
/// <param name="Until">Null when the approval ended.</param>
public sealed record ApprovalWait(DateTime? Until);

/// <summary>Sees an approval through: asks, waits for votes, reminds, lets the timeout act.</summary>
/// <remarks>Version 1. The record decides what is next (<see cref="NextStep"/>); an event is only a knock on the
/// door, so one that is lost or doubled changes nothing. Endless by continue-as-new, which keeps the history to one
/// turn. Nothing is lost with it: the sweeper does what it should have done.</remarks>
public static class ApprovalWorkflow
{
    /// <summary>The orchestrator's name.</summary>
    public const string Name = nameof(ApprovalWorkflow);

    /// <summary>The event that says: look at the record again.</summary>
    public const string Changed = "changed";

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(new RetryPolicy(
        maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(2), backoffCoefficient: 2,
        maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Takes the approval's next steps, then waits for a vote or the time of the step after.</summary>
    [Function(Name)]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var about = context.GetInput<ApprovalReference>()!;
        var wait = await context.CallActivityAsync<ApprovalWait>(ApprovalSteps.Name, about, Patient);
        if (wait.Until is not { } until) return;
        var filed = new DateTimeOffset(until);
        if (until > context.CurrentUtcDateTime) await context.Sleep(filed, Changed);
        context.ContinueAsNew(about with { FiledAt = filed });
    }
}

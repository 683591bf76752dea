using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The function is an orchestrator, started by its name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The orchestrator's name; the function's when there is none.</summary>
    public string? Orchestration { get; set; }
}

/// <summary>The function is an activity, called by its name.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The activity's name; the function's when there is none.</summary>
    public string? Activity { get; set; }
}

/// <summary>The function is an entity, which the local host refuses.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class EntityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>The entity's name; the function's when there is none.</summary>
    public string? EntityName { get; set; }
}

/// <summary>Hands in a client of the task hub.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class DurableClientAttribute : InputBindingAttribute
{
    /// <summary>The task hub; the host's own when there is none.</summary>
    public string? TaskHub { get; set; }

    /// <summary>The setting that says where the task hub is.</summary>
    public string? ConnectionName { get; set; }
}

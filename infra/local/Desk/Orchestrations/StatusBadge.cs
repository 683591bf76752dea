using System.Collections.Immutable;
using ItsmServerless.Local.Desk.Markup;
using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>The status of an orchestration as a coloured word.</summary>
internal static class StatusBadge
{
    /// <summary>Those an instance can have, in the order of its life.</summary>
    public static readonly ImmutableArray<OrchestrationRuntimeStatus> All =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
        OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated,
    ];

    /// <summary>The badge.</summary>
    public static Html Of(OrchestrationRuntimeStatus status) => Elements.Badge(Kind(status), status.ToString());

    /// <summary>How it is coloured.</summary>
    public static string Kind(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => "good",
        OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated => "bad",
        OrchestrationRuntimeStatus.Suspended => "held",
        OrchestrationRuntimeStatus.Running => "busy",
        _ => "plain",
    };
}

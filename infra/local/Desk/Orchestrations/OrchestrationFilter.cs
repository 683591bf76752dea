using Microsoft.DurableTask.Client;

namespace ItsmServerless.Local.Desk.Orchestrations;

/// <summary>Which orchestrations are looked for; what is not said does not matter.</summary>
/// <param name="Status">Their status.</param>
/// <param name="NamePrefix">How the name of the orchestrator begins, whatever its case.</param>
/// <param name="IdPrefix">How the id begins.</param>
internal sealed record OrchestrationFilter(OrchestrationRuntimeStatus? Status, string? NamePrefix, string? IdPrefix)
{
    /// <summary>All of them.</summary>
    public static readonly OrchestrationFilter Any = new(null, null, null);

    /// <summary>What the address of the list asks for; a status there is none of is left out.</summary>
    public static OrchestrationFilter Of(HttpRequest request) => new(
        Enum.TryParse<OrchestrationRuntimeStatus>(request.Parameter("status"), ignoreCase: true, out var status)
            && Enum.IsDefined(status) ? status : null,
        request.Parameter("name") is { Length: > 0 } name ? name : null,
        request.Parameter("id") is { Length: > 0 } id ? id : null);

    /// <summary>Whether the name fits.</summary>
    public bool Matches(string name) =>
        NamePrefix is null || name.StartsWith(NamePrefix, StringComparison.OrdinalIgnoreCase);
}

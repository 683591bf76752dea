using System.Text.Json;
using System.Text.Json.Serialization;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Changes;

/// <summary>Everything an approver decides on.</summary>
/// <param name="TemplateVersion">The version of the template that was taken; null without one.</param>
/// <param name="Tasks">What is to be done by whom and in which order; null when it is not split up.</param>
/// <remarks>Members that came later are left out where they are null, so that a hash made before still
/// holds.</remarks>
public sealed record ChangeContent(
    string Title, string? Description, ChangeType Type, string? Template, Risk Risk, Plan Plan, Window Window,
    string? Service, IReadOnlyList<string> ConfigurationItems, EmailAddress? Owner,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? TemplateVersion = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<PlannedTask>? Tasks = null)
{
    /// <summary>The tasks; none when it is not split up.</summary>
    [JsonIgnore]
    public IReadOnlyList<PlannedTask> AllTasks => Tasks ?? [];

    /// <summary>Who will work on it: the owner and the owners of tasks, each once.</summary>
    [JsonIgnore]
    public IEnumerable<EmailAddress> Implementers =>
        AllTasks.Select(task => task.Owner).Prepend(Owner).OfType<EmailAddress>().Distinct();

    /// <summary>Whether its kind was assessed and authorised once for all.</summary>
    [JsonIgnore]
    public bool IsAuthorised => Type == ChangeType.Standard && Template is not null;

    /// <summary>Lower-case hex SHA-256 of the content's canonical JSON (RFC 8785): a vote counts for this hash
    /// alone.</summary>
    /// <remarks>Members that are null are part of it, but for those that came later, so that anybody can recompute it
    /// from what the API shows.</remarks>
    public string Hash() => CanonicalJson.Hash(JsonSerializer.SerializeToElement(this, Json.Options));

    /// <inheritdoc/>
    public bool Equals(ChangeContent? other) => other is not null && Hash() == other.Hash();

    /// <inheritdoc/>
    public override int GetHashCode() => Title.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A step of the plan that somebody does.</summary>
/// <param name="Number">1 for the first; names the task within its change, and never another one.</param>
/// <param name="Order">Where it is shown.</param>
/// <param name="After">The number of the task that must be done before.</param>
public sealed record PlannedTask(int Number, string Title, EmailAddress? Owner, int Order, int? After);

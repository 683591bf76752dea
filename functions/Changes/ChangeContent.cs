using System.Text.Json;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;

namespace ItsmServerless.Changes;

/// <summary>Everything an approver decides on.</summary>
public sealed record ChangeContent(
    string Title, string? Description, ChangeType Type, string? Template, Risk Risk, Plan Plan, Window Window,
    string? Service, IReadOnlyList<string> ConfigurationItems, EmailAddress? Owner)
{
    /// <summary>Lower-case hex SHA-256 of the content's canonical JSON (RFC 8785): a vote counts for this hash
    /// alone.</summary>
    /// <remarks>Members that are null are part of it, so that anybody can recompute it from what the API
    /// shows.</remarks>
    public string Hash() => CanonicalJson.Hash(JsonSerializer.SerializeToElement(this, Json.Options));

    /// <inheritdoc/>
    public bool Equals(ChangeContent? other) => other is not null && Hash() == other.Hash();

    /// <inheritdoc/>
    public override int GetHashCode() => Title.GetHashCode(StringComparison.Ordinal);
}

using System.Text.Json;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.Kernel.EventLog;

/// <summary>An event as the timeline shows it and as its hash covers it.</summary>
/// <param name="Hash">Lower-case hex SHA-256 of the RFC 8785 form of the event without this member.</param>
/// <param name="PreviousHash">The hash of the event before; 64 zeros for the first.</param>
public sealed record StoredEvent(int Sequence, string Type, Instant At, Actor By, JsonElement Data, string Hash, string PreviousHash);

/// <summary>An event on its way to consumers: the body of a message on topic <c>events</c>.</summary>
public sealed record PublishedEvent(TenantId Tenant, RecordId Record, string Practice, int Sequence, string Type, Instant At, Actor By, JsonElement Data)
{
    /// <summary>The same on every delivery: what consumers deduplicate by.</summary>
    public string Id => $"{Record}/{Sequence}";
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace ItsmServerless.Incidents;

/// <summary>The order of work: P1 first.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Priority>))]
public enum Priority
{
    /// <summary>Drop everything.</summary>
    [JsonStringEnumMemberName("P1")] P1,
    /// <summary>Next.</summary>
    [JsonStringEnumMemberName("P2")] P2,
    /// <summary>Today's work.</summary>
    [JsonStringEnumMemberName("P3")] P3,
    /// <summary>When the more urgent is done.</summary>
    [JsonStringEnumMemberName("P4")] P4,
    /// <summary>When there is time.</summary>
    [JsonStringEnumMemberName("P5")] P5,
}

/// <summary>Which priority an impact and an urgency make.</summary>
/// <param name="Name">What the tenant calls it.</param>
/// <param name="Version">Rises with every change; an event keeps the priority it made, never the matrix.</param>
/// <param name="Rows">Impact high, medium, low; in each row urgency high, medium, low.</param>
/// <remarks>ITIL 4, incident management practice: priority is set by impact and urgency, agreed beforehand.</remarks>
public sealed record PriorityMatrix(string Name, int Version, ImmutableArray<ImmutableArray<Priority>> Rows)
{
    /// <summary>For a tenant that has none of its own: one step of either level is one step of priority.</summary>
    public static PriorityMatrix Default { get; } = new("default", 1,
    [
        [Priority.P1, Priority.P2, Priority.P3],
        [Priority.P2, Priority.P3, Priority.P4],
        [Priority.P3, Priority.P4, Priority.P5],
    ]);

    /// <summary>The priority.</summary>
    public Priority Of(Level impact, Level urgency) => Rows[(int)impact][(int)urgency];
}

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

/// <summary>Which priority an impact and an urgency make: a row for each impact.</summary>
/// <remarks>ITIL 4, incident management practice: priority is set by impact and urgency, agreed beforehand. An event keeps
/// the priority it made, never the matrix.</remarks>
public sealed record PriorityMatrix(PriorityRow High, PriorityRow Medium, PriorityRow Low)
{
    /// <summary>For a tenant that has none of its own: one step of either level is one step of priority.</summary>
    public static PriorityMatrix Default { get; } = new(
        new(Priority.P1, Priority.P2, Priority.P3),
        new(Priority.P2, Priority.P3, Priority.P4),
        new(Priority.P3, Priority.P4, Priority.P5));

    /// <summary>The priority.</summary>
    public Priority Of(Level impact, Level urgency) => impact switch
    {
        Level.High => High.Of(urgency),
        Level.Medium => Medium.Of(urgency),
        _ => Low.Of(urgency),
    };
}

/// <summary>The priorities of one impact, by urgency.</summary>
public sealed record PriorityRow(Priority High, Priority Medium, Priority Low)
{
    /// <summary>The priority.</summary>
    public Priority Of(Level urgency) => urgency switch
    {
        Level.High => High,
        Level.Medium => Medium,
        _ => Low,
    };
}

using System.Text.Json.Serialization;

namespace ItsmServerless.ServiceLevels;

/// <summary>With whom an agreement was made (ISO/IEC 20000-10: SLA, OLA; ITIL: underpinning contract).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AgreementKind>))]
public enum AgreementKind
{
    /// <summary>Service level agreement: with the customer.</summary>
    [JsonStringEnumMemberName("sla")] Sla,
    /// <summary>Operational level agreement: with a team of our own.</summary>
    [JsonStringEnumMemberName("ola")] Ola,
    /// <summary>Underpinning contract: with a supplier.</summary>
    [JsonStringEnumMemberName("uc")] Uc,
}

/// <summary>Which time is measured.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Metric>))]
public enum Metric
{
    /// <summary>From the report to the first public comment of an agent, or the resolution.</summary>
    [JsonStringEnumMemberName("first_response")] FirstResponse,
    /// <summary>From a requester's comment to the next public comment of an agent, or the resolution; one clock a
    /// round.</summary>
    [JsonStringEnumMemberName("next_response")] NextResponse,
    /// <summary>From the report to the resolution; goes on when reopened.</summary>
    [JsonStringEnumMemberName("resolution")] Resolution,
}

/// <summary>How a clock stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockState>))]
public enum ClockState
{
    /// <summary>It counts whenever the calendar is open.</summary>
    [JsonStringEnumMemberName("running")] Running,
    /// <summary>A hold keeps it from counting.</summary>
    [JsonStringEnumMemberName("paused")] Paused,
    /// <summary>It stopped in time.</summary>
    [JsonStringEnumMemberName("met")] Met,
    /// <summary>It ran, or stopped, past its due time.</summary>
    [JsonStringEnumMemberName("breached")] Breached,
    /// <summary>It ended in time without being met: the record was cancelled, or is no longer what the agreement is
    /// about.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>What a part of a clock's time was.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IntervalKind>))]
public enum IntervalKind
{
    /// <summary>It counts.</summary>
    [JsonStringEnumMemberName("counting")] Counting,
    /// <summary>The calendar was open, but the clock did not count.</summary>
    [JsonStringEnumMemberName("paused")] Paused,
    /// <summary>The calendar was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>In whose hands a record can be.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<HolderKind>))]
public enum HolderKind
{
    /// <summary>One of our groups: the time of an OLA.</summary>
    [JsonStringEnumMemberName("group")] Group,
    /// <summary>A supplier: the time of a UC.</summary>
    [JsonStringEnumMemberName("supplier")] Supplier,
    /// <summary>The requester.</summary>
    [JsonStringEnumMemberName("requester")] Requester,
    /// <summary>A change that brings the fix.</summary>
    [JsonStringEnumMemberName("change")] Change,
    /// <summary>Nobody, because the work was done: from a resolution to its reopening.</summary>
    [JsonStringEnumMemberName("nobody")] Nobody,
    /// <summary>Nobody, because the calendar was closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>What can happen to a record that matters to its clocks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MomentKind>))]
public enum MomentKind
{
    /// <summary>It was reported.</summary>
    [JsonStringEnumMemberName("created")] Created,
    /// <summary>An agent wrote for the requester to read.</summary>
    [JsonStringEnumMemberName("agent_replied")] AgentReplied,
    /// <summary>The requester wrote.</summary>
    [JsonStringEnumMemberName("requester_replied")] RequesterReplied,
    /// <summary>Work waits for somebody.</summary>
    [JsonStringEnumMemberName("held")] Held,
    /// <summary>The wait is over.</summary>
    [JsonStringEnumMemberName("resumed")] Resumed,
    /// <summary>Service is restored.</summary>
    [JsonStringEnumMemberName("resolved")] Resolved,
    /// <summary>The resolution did not hold.</summary>
    [JsonStringEnumMemberName("reopened")] Reopened,
    /// <summary>Done for good.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>Ended without a resolution.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
    /// <summary>Its priority, service or group changed.</summary>
    [JsonStringEnumMemberName("changed")] Changed,
    /// <summary>It was cancelled because it was merged into another, and goes on as it was.</summary>
    [JsonStringEnumMemberName("unmerged")] Unmerged,
}

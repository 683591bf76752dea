using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Ids;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>Something that happened to a record and matters to its clocks.</summary>
/// <param name="Cause">The id of the event, for the explanation.</param>
/// <param name="Reason">Of a hold.</param>
/// <param name="Traits">What the record is from now on; null: as before.</param>
public sealed record Moment(
    Instant At, MomentKind Kind, string Cause, HoldReason? Reason = null, Traits? Traits = null);

/// <summary>What agreements choose records by.</summary>
public sealed record Traits(Priority Priority, string? Service, string? Group, EmailAddress? Requester = null);

using System.Text.Json;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using NodaTime;

namespace ItsmServerless.Tests.Unit.Incidents;

/// <summary>Incidents in the state a test begins with, reached by their own events.</summary>
internal static class Given
{
    public static readonly EmailAddress Ada = EmailAddress.From("ada@example.org");
    public static readonly EmailAddress Grace = EmailAddress.From("grace@example.org");
    public static readonly RecordId Id = RecordId.From("inc_01JDAAAAAAAAAAAAAAAAAAAAAA");
    public static readonly RecordId Comment = RecordId.From("cmt_01JDAAAAAAAAAAAAAAAAAAAAAA");
    public static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    public static Caller Agent { get; } = CallerOf(Role.Agent, Grace);

    public static Caller Requester { get; } = CallerOf(Role.Requester, Ada);

    public static Incident New { get; } = Fold(null, Reported());

    /// <summary>Another incident.</summary>
    public static Incident Other { get; } =
        New with { Id = RecordId.From("inc_01JDBBBBBBBBBBBBBBBBBBBBBB"), Number = "INC-000002" };

    public static Incident Held { get; } = In(IncidentState.OnHold);

    public static Caller CallerOf(Role role, EmailAddress? person = null, string key = "key_1") =>
        new(TenantId.From("ten_01JDAAAAAAAAAAAAAAAAAAAAAA"), role, key, person);

    public static IncidentReported Reported() => new(
        "INC-000001", "Printer on fire", "It burns.", new(Ada, "Ada"), Level.High, Level.Medium, Priority.P2,
        "hardware", "printing", null, null, ["floor-2"], ["prn-17"], "EXT-1");

    public static Incident In(IncidentState state) => state switch
    {
        IncidentState.Assigned => Fold(New, new IncidentAssigned(Grace, null)),
        IncidentState.InProgress => Fold(New, new IncidentAssigned(Grace, null), new IncidentStarted()),
        IncidentState.OnHold =>
            Fold(In(IncidentState.InProgress), new IncidentHeld(HoldReason.AwaitingRequester, null)),
        IncidentState.Resolved => Fold(In(IncidentState.InProgress), new IncidentResolved("fixed", "Put out.")),
        IncidentState.Closed => Fold(In(IncidentState.Resolved), new IncidentClosed()),
        IncidentState.Cancelled => Fold(New, new IncidentCancelled("A toaster.")),
        _ => New,
    };

    public static Incident Fold(Incident? state, params IEnumerable<IncidentEvent> events) => events.Aggregate(
        state, (before, e) => Incident.Apply(before, new(Id, 1, Start, Actor.Person(Grace), e)))!;

    public static Incident After(this Incident incident, Decision<IncidentEvent> decision) =>
        Fold(incident, decision.Events);

    /// <summary>What is compared: lists in records are equal by what they hold.</summary>
    public static string Text(this Incident incident) => JsonSerializer.Serialize(incident);
}

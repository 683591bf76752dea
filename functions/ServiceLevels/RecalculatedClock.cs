using System.Text.Json.Serialization;
using NodaTime;

namespace ItsmServerless.ServiceLevels;

/// <summary>One clock beside itself: as it stood, and as a recalculation makes it stand.</summary>
/// <param name="Incident">The incident's id.</param>
/// <param name="Clock">The clock's id.</param>
/// <param name="Before">Null when there was no such clock.</param>
/// <param name="After">Null when there is none any more.</param>
public sealed record RecalculatedClock(
    string Incident, string Number, string Clock, ClockStanding? Before, ClockStanding? After)
{
    /// <summary>Whether it stands otherwise; the numbers of the versions alone do not matter.</summary>
    [JsonIgnore]
    public bool IsChanged => Before is null || After is null ||
        After != Before with { AgreementVersion = After.AgreementVersion, CalendarVersion = After.CalendarVersion };

    /// <summary>All clocks of an agreement on an incident, in two lives of it, as of an instant.</summary>
    public static IReadOnlyList<RecalculatedClock> Compare(
        IncidentLife before, IncidentLife after, string agreement, Instant at)
    {
        var (were, are) = (Standing(before, agreement, at), Standing(after, agreement, at));
        var first = before.History[0];
        return
        [
            .. were.Keys.Union(are.Keys).Order(StringComparer.Ordinal).Select(clock => new RecalculatedClock(
                first.Record.Value, ((Incidents.IncidentReported)first.Event).Number, clock,
                were.GetValueOrDefault(clock), are.GetValueOrDefault(clock))),
        ];
    }

    private static Dictionary<string, ClockStanding> Standing(IncidentLife life, string agreement, Instant at) => life
        .Clocks(at).Where(clock => clock.Commitment.Agreement.Key == agreement)
        .ToDictionary(clock => clock.Id, ClockStanding.Of);
}

/// <summary>How a clock stands, as a difference shows it.</summary>
public sealed record ClockStanding(
    ClockState State, Instant? DueAt, Duration Elapsed, Instant? BreachedAt, Duration Within, int AgreementVersion,
    int CalendarVersion)
{
    /// <summary>Of a clock.</summary>
    public static ClockStanding Of(ServiceClock clock) => new(
        clock.State, clock.DueAt, clock.Elapsed, clock.BreachedAt, clock.Within, clock.Commitment.Agreement.Version,
        clock.Commitment.CalendarVersion);
}

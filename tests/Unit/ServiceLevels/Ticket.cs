using ItsmServerless.Incidents;
using ItsmServerless.ServiceLevels;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>The life of a ticket, for tests: each call is one moment.</summary>
internal sealed class Ticket
{
    public const string Subject = "01JD0000000000000000000000";

    private static readonly Traits Plain = new(Priority.P3, "mail", "desk");
    private readonly List<Moment> moments = [];

    public IReadOnlyList<Moment> Moments => moments;

    public static Ticket Reported(string at, Priority priority = Priority.P3) =>
        new Ticket().Then(at, MomentKind.Created, traits: Plain with { Priority = priority });

    public Ticket Replied(string at) => Then(at, MomentKind.AgentReplied);

    public Ticket Asked(string at) => Then(at, MomentKind.RequesterReplied);

    public Ticket Held(string at, HoldReason reason = HoldReason.AwaitingRequester) => Then(at, MomentKind.Held, reason);

    public Ticket Resumed(string at) => Then(at, MomentKind.Resumed);

    public Ticket Resolved(string at) => Then(at, MomentKind.Resolved);

    public Ticket Reopened(string at) => Then(at, MomentKind.Reopened);

    public Ticket Cancelled(string at) => Then(at, MomentKind.Cancelled);

    /// <summary>It was cancelled because it was merged, which is taken back.</summary>
    public Ticket Unmerged(string at, HoldReason? held = null) => Then(at, MomentKind.Unmerged, held);

    public Ticket Became(string at, Priority priority) =>
        Then(at, MomentKind.Changed, traits: Plain with { Priority = priority });

    /// <summary>Given to another group.</summary>
    public Ticket With(string at, string group) => Then(at, MomentKind.Changed, traits: Plain with { Group = group });

    /// <summary>A ticket of the same life, to go on from there.</summary>
    public Ticket Copy()
    {
        var copy = new Ticket();
        copy.moments.AddRange(moments);
        return copy;
    }

    /// <summary>The only clock, as of an instant.</summary>
    public ServiceClock Clock(Commitment commitment, string now) => Assert.Single(Clocks(commitment, now));

    public IReadOnlyList<ServiceClock> Clocks(Commitment commitment, string now) =>
        ClockEngine.Evaluate(Subject, commitment, moments, At(now));

    public static Instant At(string text) => InstantPattern.ExtendedIso.Parse(text).Value;

    private Ticket Then(string at, MomentKind kind, HoldReason? reason = null, Traits? traits = null)
    {
        moments.Add(new(At(at), kind, $"inc_{Subject}/{moments.Count + 1}", reason, traits));
        return this;
    }
}

/// <summary>Agreements for tests.</summary>
internal static class Agreed
{
    public static readonly BusinessHours RoundTheClock = new(new("UTC", null, []));

    public static readonly BusinessHours Office = new(new("Europe/Berlin", Weekdays("09:00", "17:00"), []));

    public static Commitment Resolve(Duration within, BusinessHours? hours = null) => On(Metric.Resolution, within, hours);

    public static Commitment On(Metric metric, Duration within, BusinessHours? hours = null) => new(
        new("gold", AgreementKind.Sla, "incident", Match.All, "office", [Target(metric, within)], Agreement.DefaultPauses(AgreementKind.Sla), [], 1,
            Instant.MinValue), "office", 1, hours ?? RoundTheClock);

    public static Target Target(Metric metric, Duration within) => new(metric, within, new Dictionary<Priority, Duration>());

    public static Commitment With(this Commitment commitment, Func<Agreement, Agreement> change) =>
        commitment with { Agreement = change(commitment.Agreement) };

    public static WeekHours Weekdays(string from, string to)
    {
        OpenHours[] day = [new(from, to)];
        return new(day, day, day, day, day);
    }
}

using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.ServiceLevels;
using NodaTime;

namespace ItsmServerless.Tests.Unit.ServiceLevels;

/// <summary>The events of an incident, for tests: each call is one.</summary>
internal sealed class Story
{
    public static readonly RecordId Id = new($"inc_{Ticket.Subject}");

    private static readonly IncidentReported Report = new(
        "INC-000001", "Mail is down", null, null, Level.Medium, Level.Medium, Priority.P3, null, "mail", "desk", null, [],
        [], null);

    /// <summary>Any incident: its events and the minutes between them, none of them sensible on purpose.</summary>
    public static readonly Gen<Story> Anything = Gen.Select(
        Gen.Int[0, 60 * 24 * 20], Gen.Select(Gen.Int[0, 60 * 24 * 6], Gen.Int[0, 9], Gen.Enum<Priority>()).Array[0, 10],
        (start, steps) => steps.Aggregate(
            new Story().Then(Ticket.At("2026-01-10T08:00:00Z") + Duration.FromMinutes(start), Report),
            (story, step) => story.Later(Duration.FromMinutes(step.Item1), Event(step.Item2, step.Item3))));

    private readonly List<Recorded<IncidentEvent>> history = [];

    public IReadOnlyList<Recorded<IncidentEvent>> History => history;

    public static Story Reported(string at) => new Story().Then(Ticket.At(at), Report);

    public Story Then(string at, params IncidentEvent[] events) =>
        events.Aggregate(this, (story, happened) => story.Then(Ticket.At(at), happened));

    public IncidentLife Life(params Commitment[] commitments) => new(Ticket.Subject, [.. history], [new(null, commitments)]);

    private Story Later(Duration after, IncidentEvent happened) => Then(history[^1].At + after, happened);

    private Story Then(Instant at, IncidentEvent happened)
    {
        history.Add(new(Id, history.Count + 1, at, Actor.System, happened));
        return this;
    }

    private static IncidentEvent Event(int kind, Priority priority) => kind switch
    {
        0 => new IncidentEdited { Priority = priority },
        1 => new IncidentAssigned(null, priority == Priority.P1 ? "network" : "desk"),
        2 => new IncidentHeld(HoldReason.AwaitingRequester, null),
        3 => new IncidentResumed(Because.Agent),
        4 or 5 => new IncidentResolved("fixed", "Restarted."),
        6 => new IncidentReopened("Down again.", Because.Agent),
        7 => new IncidentCommented(new("cmt_1"), "Hello", Visibility.Public, new(null, null, Actor.System), true, false),
        8 => new IncidentCommented(new("cmt_2"), "Hello", Visibility.Public, new(null, null, Actor.System), false, true),
        _ => new IncidentCancelled("Not ours."),
    };
}

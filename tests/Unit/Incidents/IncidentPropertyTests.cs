using CsCheck;
using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

/// <summary>Any sequence of moves, against a model that knows nothing but words.</summary>
public sealed class IncidentPropertyTests
{
    private static readonly string[] Moves =
    [
        "assign", "unassign", "start", "hold", "hold_supplier", "resume", "resolve", "reopen", "close", "cancel",
        "reply",
    ];

    private static readonly Gen<string> Move = Gen.Int[0, Moves.Length - 1].Select(index => Moves[index]);

    [Fact]
    public void AnyMoves_LeadWhereTheModelLeads() => Move.Array[0, 40].Sample(moves =>
    {
        var model = new Model();
        var incident = Given.New;
        foreach (var move in moves)
        {
            var decision = Decide(incident, move);
            Assert.Equal(model.Take(move), decision.Refusal is null);
            incident = incident.After(decision);
            Assert.Equal(model.State, Words<IncidentState>.Of(incident.State));
            Assert.Equal(model.State == "on_hold", incident.HoldReason is not null);
            Assert.Equal(model.State is "resolved" or "closed", incident.Resolution is not null);
        }
    });

    [Fact]
    public void AnyMoves_FoldedAtOnce_MakeTheSameIncident() => Move.Array[0, 40].Sample(moves =>
    {
        var events = new List<IncidentEvent> { Given.Reported() };
        var snapshot = Given.New;
        foreach (var move in moves)
        {
            var decided = Decide(snapshot, move).Events;
            events.AddRange(decided);
            snapshot = Given.Fold(snapshot, decided);
        }
        Assert.Equal(snapshot.Text(), Given.Fold(null, events).Text());
    });

    private static Decision<IncidentEvent> Decide(Incident incident, string move) => move switch
    {
        "assign" => AssignIncident.Decide(incident, new(Given.Grace.Value)),
        "unassign" => EditIncident.Decide(incident, new() { Assignee = new(null) }, PriorityMatrix.Default),
        "start" => StartIncident.Decide(incident),
        "hold" => HoldIncident.Decide(incident, new("awaiting_requester")),
        "hold_supplier" => HoldIncident.Decide(incident, new("awaiting_supplier")),
        "resume" => ResumeIncident.Decide(incident),
        "resolve" => ResolveIncident.Decide(incident, new("fixed", "Put out.")),
        "reopen" => ReopenIncident.Decide(incident, new("Burns again")),
        "close" => CloseIncident.Decide(incident),
        "cancel" => CancelIncident.Decide(incident, new("A toaster.")),
        _ => CommentOnIncident.Decide(incident, new("Hello?"), Given.Comment, Given.Requester),
    };

    /// <summary>The state chart as one would tell it: flags, no events.</summary>
    private sealed class Model
    {
        private bool _given;
        private bool _worked;
        private string? _waits;
        private string? _end;

        public string State => _end
            ?? (_waits is not null ? "on_hold" : _worked ? "in_progress" : _given ? "assigned" : "new");

        public bool Take(string move) => move switch
        {
            "assign" => Do(_end is null or "resolved", () => _given = true),
            "unassign" => Do(_end is null or "resolved", () => _given = false),
            "start" => Do(State is "new" or "assigned", () => _worked = true),
            "hold" or "hold_supplier" => Do(State is "new" or "assigned" or "in_progress", () => _waits = move),
            "resume" => Do(State == "on_hold", () => _waits = null),
            "resolve" => Do(_end is null, () => (_end, _waits) = ("resolved", null)),
            "reopen" => Do(_end == "resolved", () => (_end, _worked) = (null, true)),
            "close" => Do(_end == "resolved", () => _end = "closed"),
            "cancel" => Do(_end is null, () => (_end, _waits) = ("cancelled", null)),
            _ => Reply(),
        };

        private bool Reply()
        {
            if (_waits == "hold") _waits = null;
            if (_end == "resolved") (_end, _worked) = (null, true);
            return true;
        }

        private static bool Do(bool allowed, Action change)
        {
            if (allowed) change();
            return allowed;
        }
    }
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

/// <summary>Every move in every state. The table is the state chart of functions/Incidents/README.md.</summary>
public sealed class TransitionTests
{
    private static readonly Dictionary<string, Func<Incident, Decision<IncidentEvent>>> Moves = new()
    {
        ["assign"] = i => AssignIncident.Decide(i, new("grace@example.org", "network")),
        ["start"] = StartIncident.Decide,
        ["hold"] = i => HoldIncident.Decide(i, new("awaiting_supplier", "Part ordered")),
        ["resume"] = ResumeIncident.Decide,
        ["resolve"] = i => ResolveIncident.Decide(i, new("fixed", "Put out.")),
        ["reopen"] = i => ReopenIncident.Decide(i, new("Burns again")),
        ["close"] = CloseIncident.Decide,
        ["cancel"] = i => CancelIncident.Decide(i, new("A toaster.")),
        ["merge"] = i => MergeIncident.Decide(i, new("INC-000002"), Given.Other),
    };

    /// <summary>A dash is a refusal. Columns: the states in order of their declaration.</summary>
    private static readonly Dictionary<string, string> Chart = new()
    {
        // Begun in:  new          assigned     in_progress  on_hold      resolved     closed  cancelled
        ["assign"] = "assigned     assigned     in_progress  on_hold      resolved     -       -",
        ["start"] = "in_progress  in_progress  -            -            -            -       -",
        ["hold"] = "on_hold      on_hold      on_hold      -            -            -       -",
        ["resume"] = "-            -            -            in_progress  -            -       -",
        ["resolve"] = "resolved    resolved     resolved     resolved     -            -       -",
        ["reopen"] = "-            -            -            -            in_progress  -       -",
        ["close"] = "-            -            -            -            closed       -       -",
        ["cancel"] = "cancelled    cancelled    cancelled    cancelled    -            -       -",
        ["merge"] = "cancelled    cancelled    cancelled    cancelled    cancelled    -       -",
    };

    public static TheoryData<string, IncidentState, string> Cells()
    {
        var cells = new TheoryData<string, IncidentState, string>();
        foreach (var (move, row) in Chart)
            foreach (var (state, ends) in Enum.GetValues<IncidentState>().Zip(Columns(row)))
                cells.Add(move, state, ends);
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Move_EndsWhereTheChartSays(string move, IncidentState begun, string ends)
    {
        var incident = Given.In(begun);
        var decision = Moves[move](incident);
        if (ends == "-") AssertRefused(decision, begun);
        else Assert.Equal(ends, Words<IncidentState>.Of(incident.After(decision).State));
    }

    [Fact]
    public void Refusal_NamesBothStates() => Assert.Equal(
        "The incident is new; it cannot become closed.", CloseIncident.Decide(Given.New).Refusal!.Detail);

    [Theory]
    [InlineData(IncidentState.New)]
    [InlineData(IncidentState.Assigned)]
    [InlineData(IncidentState.InProgress)]
    public void Resume_LeadsBackToTheStateBeforeTheHold(IncidentState before)
    {
        var held = Given.Fold(Given.In(before), new IncidentHeld(HoldReason.AwaitingChange, null));
        var resumed = held.After(ResumeIncident.Decide(held));
        Assert.Equal(before, resumed.State);
        Assert.Null(resumed.HoldReason);
    }

    [Fact]
    public void Resume_OfWhatWasAssignedWhileOnHold_LeadsToAssigned()
    {
        var held = Given.Fold(Given.New, new IncidentHeld(HoldReason.AwaitingRequester, null));
        var assigned = held.After(AssignIncident.Decide(held, new(Group: "network")));
        Assert.Equal(IncidentState.Assigned, assigned.After(ResumeIncident.Decide(assigned)).State);
    }

    [Fact]
    public void Resolve_KeepsHow_AndEndsTheHold()
    {
        var resolved = Given.Held.After(ResolveIncident.Decide(Given.Held, new("fixed", "Put out.")));
        Assert.Equal(new Resolution("fixed", "Put out."), resolved.Resolution);
        Assert.Null(resolved.HoldReason);
        Assert.Null(resolved.HeldFrom);
    }

    [Fact]
    public void Reopen_TakesTheResolutionBack()
    {
        var resolved = Given.In(IncidentState.Resolved);
        Assert.Null(resolved.After(ReopenIncident.Decide(resolved, new("Burns again"))).Resolution);
    }

    private static void AssertRefused(Decision<IncidentEvent> decision, IncidentState begun)
    {
        Assert.Equal(ProblemCode.InvalidTransition, decision.Refusal?.Code);
        Assert.Contains(Words<IncidentState>.Of(begun), decision.Refusal!.Detail, StringComparison.Ordinal);
        Assert.Empty(decision.Events);
    }

    private static string[] Columns(string row) => row.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

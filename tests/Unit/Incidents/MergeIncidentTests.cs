using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Outcomes;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class MergeIncidentTests
{
    private static readonly MergeIncident Body = new("INC-000002");

    [Fact]
    public void Merged_IsCancelled_AndLinkedAsADuplicate()
    {
        var merged = Given.New.After(MergeIncident.Decide(Given.New, Body, Given.Other));
        Assert.Equal((IncidentState.Cancelled, Given.Other.Id), (merged.State, merged.Merged!.Into));
        Assert.Equal([new Link(Given.Other.Id, LinkKind.Duplicate)], merged.Links);
    }

    [Theory]
    [InlineData(IncidentState.New)]
    [InlineData(IncidentState.Assigned)]
    [InlineData(IncidentState.InProgress)]
    [InlineData(IncidentState.OnHold)]
    [InlineData(IncidentState.Resolved)]
    public void Unmerged_IsAsItWas(IncidentState state)
    {
        var before = Given.In(state);
        var merged = before.After(MergeIncident.Decide(before, Body, Given.Other));
        Assert.Equal(before.Text(), merged.After(UnmergeIncident.Decide(merged)).Text());
    }

    [Fact]
    public void Merged_WithHold_WaitsForNobodyMeanwhile()
    {
        var merged = Given.Held.After(MergeIncident.Decide(Given.Held, Body, Given.Other));
        Assert.Equal((null, null), (merged.HoldReason, merged.HeldFrom));
    }

    [Fact]
    public void Merge_IntoTheSameAgain_ChangesNothing()
    {
        var merged = Given.New.After(MergeIncident.Decide(Given.New, Body, Given.Other));
        Assert.Empty(MergeIncident.Decide(merged, Body, Given.Other).Events);
    }

    [Fact]
    public void Merge_IntoItself_IsRefused() =>
        Assert.Equal("self", Assert.Single(Refusal(Given.New).Errors).Code);

    [Fact]
    public void Merge_IntoNothing_IsRefused() => Assert.Equal("not_found", Assert.Single(Refusal(null).Errors).Code);

    [Theory]
    [InlineData(IncidentState.Closed)]
    [InlineData(IncidentState.Cancelled)]
    public void Merge_IntoWhatIsDone_IsRefused(IncidentState state)
    {
        var refusal = Refusal(Given.In(state) with { Id = Given.Other.Id });
        Assert.Equal(ProblemCode.InvalidTransition, refusal.Code);
        Assert.Contains(Words<IncidentState>.Of(state), refusal.Detail, StringComparison.Ordinal);
    }

    /// <summary>Which would close a circle.</summary>
    [Fact]
    public void Merge_IntoWhatWasMergedIntoIt_IsRefused()
    {
        var other = Given.Other.After(new IncidentMerged(Given.Id, IncidentState.New)) with { Id = Given.Other.Id };
        Assert.Contains($"merged into {Given.Id}", Refusal(other).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Unmerge_OfWhatIsNotMerged_IsRefused() =>
        Assert.Equal(ProblemCode.InvalidTransition, UnmergeIncident.Decide(Given.New).Refusal!.Code);

    [Fact]
    public void Absorbed_IsKept_UntilItIsReleased()
    {
        var absorbed = Given.Fold(Given.New, new IncidentAbsorbed(Given.Other.Id));
        Assert.Equal([Given.Other.Id], absorbed.Absorbed);
        Assert.Empty(Given.Fold(absorbed, new IncidentReleased(Given.Other.Id)).Absorbed);
    }

    private static Problem Refusal(Incident? into) =>
        Assert.IsType<Problem>(MergeIncident.Decide(Given.New, Body, into).Refusal);
}

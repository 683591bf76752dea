using ItsmServerless.Incidents;
using Xunit;

namespace ItsmServerless.Tests.Unit.Incidents;

public sealed class PriorityTests
{
    /// <summary>CONTRACT 5: high×high P1, high×medium P2, then P3, P4, low×low P5.</summary>
    [Theory]
    [InlineData(Level.High, Level.High, Priority.P1)]
    [InlineData(Level.High, Level.Medium, Priority.P2)]
    [InlineData(Level.Medium, Level.High, Priority.P2)]
    [InlineData(Level.High, Level.Low, Priority.P3)]
    [InlineData(Level.Medium, Level.Medium, Priority.P3)]
    [InlineData(Level.Low, Level.High, Priority.P3)]
    [InlineData(Level.Medium, Level.Low, Priority.P4)]
    [InlineData(Level.Low, Level.Medium, Priority.P4)]
    [InlineData(Level.Low, Level.Low, Priority.P5)]
    public void DefaultMatrix_IsThatOfTheContract(Level impact, Level urgency, Priority expected) =>
        Assert.Equal(expected, PriorityMatrix.Default.Of(impact, urgency));
}

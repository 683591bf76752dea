using CsCheck;
using ItsmServerless.ServiceLevels.Reports;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Unit.ServiceLevels.Reports;

public sealed class NearestRankTests
{
    /// <summary>The worked examples of https://en.wikipedia.org/wiki/Percentile, "The nearest-rank method".</summary>
    [Theory]
    [InlineData(new[] { 15, 20, 35, 40, 50 }, 5, 15)]
    [InlineData(new[] { 15, 20, 35, 40, 50 }, 30, 20)]
    [InlineData(new[] { 15, 20, 35, 40, 50 }, 40, 20)]
    [InlineData(new[] { 15, 20, 35, 40, 50 }, 50, 35)]
    [InlineData(new[] { 15, 20, 35, 40, 50 }, 100, 50)]
    [InlineData(new[] { 3, 6, 7, 8, 8, 10, 13, 15, 16, 20 }, 25, 7)]
    [InlineData(new[] { 3, 6, 7, 8, 8, 10, 13, 15, 16, 20 }, 50, 8)]
    [InlineData(new[] { 3, 6, 7, 8, 8, 10, 13, 15, 16, 20 }, 75, 15)]
    [InlineData(new[] { 3, 6, 7, 8, 8, 9, 10, 13, 15, 16, 20 }, 75, 15)]
    public void Percentile_IsTheNearestRank(int[] minutes, int percent, int expected) =>
        Assert.Equal(Duration.FromMinutes(expected), NearestRank.Of([.. minutes.Select(m => Duration.FromMinutes(m))], percent));

    /// <summary>The obvious, slow way: try every time, the shortest first.</summary>
    [Fact]
    public void Percentile_IsTheShortestThatEnoughDoNotExceed() => Gen.Select(Gen.Int[0, 500].Array[1, 60], Gen.Int[1, 100])
        .Sample((seconds, percent) =>
        {
            Duration[] times = [.. seconds.Select(s => Duration.FromSeconds(s))];
            var slow = times.Order().First(one => times.Count(other => other <= one) * 100 >= percent * times.Length);
            return NearestRank.Of([.. times.Order()], percent) == slow;
        });
}

using ItsmServerless.Local.Durable.Replay;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Unit.Durable;

public sealed class RetryDelayTests
{
    private static readonly TaskFailedException Failure =
        new("Task", 0, new TaskFailureDetails("System.IO.IOException", "no", null, null, null));

    [Fact]
    public void Delay_GrowsByTheCoefficientUpToTheLongest()
    {
        var policy = new RetryPolicy(6, TimeSpan.FromSeconds(10), 3, TimeSpan.FromSeconds(100));

        var delays = Enumerable.Range(1, 6).Select(attempts => Delay(policy, attempts)?.TotalSeconds);

        Assert.Equal([10, 30, 90, 100, 100, null], delays);
    }

    [Fact]
    public void Delay_IsAnHourAtMostUnlessSaidOtherwise() =>
        Assert.Equal(TimeSpan.FromHours(1), Delay(new RetryPolicy(100, TimeSpan.FromMinutes(40), 10), 50));

    [Fact]
    public void Delay_WithoutALongest_StaysSomethingThatCanBeAddedToADate() =>
        Assert.InRange(
            Delay(new RetryPolicy(2_000, TimeSpan.FromHours(1), 10, Timeout.InfiniteTimeSpan), 1_999)!.Value,
            TimeSpan.FromDays(3_650),
            TimeSpan.FromDays(365_000));

    [Fact]
    public void Retries_EndWithTheirTimeout()
    {
        var policy = new RetryPolicy(9, TimeSpan.FromMinutes(1), retryTimeout: TimeSpan.FromMinutes(5));

        Assert.NotNull(Retrying.DelayBefore(policy, 1, TimeSpan.FromMinutes(4), Failure));
        Assert.Null(Retrying.DelayBefore(policy, 1, TimeSpan.FromMinutes(5), Failure));
    }

    [Theory]
    [InlineData("System.IO.IOException", true)]
    [InlineData("System.FormatException", false)]
    public void HandleFailure_DecidesByTheDetails(string handled, bool isRetried)
    {
        var policy = new RetryPolicy(9, TimeSpan.FromMinutes(1))
        {
            HandleFailure = failure => failure.ErrorType == handled,
        };

        Assert.Equal(isRetried, Delay(policy, 1) is not null);
    }

    private static TimeSpan? Delay(RetryPolicy policy, int attempts) =>
        Retrying.DelayBefore(policy, attempts, TimeSpan.Zero, Failure);
}

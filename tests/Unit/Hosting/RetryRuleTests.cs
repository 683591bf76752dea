using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class RetryRuleTests
{
    [Fact]
    public void FixedDelay_WaitsTheSameEachTime()
    {
        var rule = RuleOf(typeof(Fixed));
        Assert.Equal([Seconds(10), Seconds(10)], [rule.DelayBefore(0), rule.DelayBefore(1)]);
        Assert.Equal([true, true, false], [rule.Allows(0), rule.Allows(1), rule.Allows(2)]);
    }

    /// <summary>From the least interval, growing exponentially, up to the longest: the vendor's page on
    /// retries.</summary>
    [Fact]
    public void Backoff_DoublesUpToTheLongest_WithoutEnd()
    {
        var rule = RuleOf(typeof(Growing));
        Assert.Equal(
            [Seconds(4), Seconds(8), Seconds(16), Seconds(20), Seconds(20)],
            new[] { 0, 1, 2, 3, int.MaxValue }.Select(rule.DelayBefore));
        Assert.True(rule.Allows(int.MaxValue));
    }

    [Fact]
    public void WithoutAttribute_ThereIsNoRetry() => Assert.False(RuleOf(typeof(Plain)).Allows(0));

    [Theory]
    [InlineData(typeof(OverHttp), "Functions ignores FixedDelayRetryAttribute where no timer starts the function.")]
    [InlineData(typeof(ByMessage), "Functions ignores FixedDelayRetryAttribute where no timer starts the function.")]
    [InlineData(typeof(AsActivity), "Functions ignores FixedDelayRetryAttribute where no timer starts the function.")]
    [InlineData(typeof(Negative), "it is to be retried -2 times.")]
    [InlineData(typeof(Nonsense), "its retry attribute cannot be read: ")]
    [InlineData(typeof(Reversed), "its retry attribute cannot be read: ")]
    public void Attribute_ThatFunctionsWouldNotFollow_StopsTheStartByName(Type type, string expected)
    {
        var refused = Assert.Throws<StartFailedException>(() => FunctionCatalog.Of(type));
        Assert.StartsWith($"Function {type.Name} cannot be hosted here: {expected}", refused.Message);
    }

    private static TimeSpan Seconds(int number) => TimeSpan.FromSeconds(number);

    private static RetryRule RuleOf(Type type) => Assert.Single(FunctionCatalog.Of(type).Functions).Retry;

    public static class Fixed
    {
        [Function("Fixed"), FixedDelayRetry(2, "00:00:10")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }

    public static class Growing
    {
        [Function("Growing"), ExponentialBackoffRetry(-1, "00:00:04", "00:00:20")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }

    public static class Plain
    {
        [Function("Plain")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }

    public static class OverHttp
    {
        [Function("OverHttp"), FixedDelayRetry(2, "00:00:10")]
        public static IResult Run([HttpTrigger] HttpRequest request) => Results.Ok();
    }

    public static class ByMessage
    {
        [Function("ByMessage"), FixedDelayRetry(2, "00:00:10")]
        public static void Run([ServiceBusTrigger("queue")] string message) => message.ToString();
    }

    public static class AsActivity
    {
        [Function("AsActivity"), FixedDelayRetry(2, "00:00:10")]
        public static void Run([ActivityTrigger] string input) => input.ToString();
    }

    public static class Negative
    {
        [Function("Negative"), FixedDelayRetry(-2, "00:00:10")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }

    public static class Nonsense
    {
        [Function("Nonsense"), FixedDelayRetry(2, "soon")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }

    public static class Reversed
    {
        [Function("Reversed"), ExponentialBackoffRetry(2, "00:01:00", "00:00:10")]
        public static void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) => timer.IsPastDue = false;
    }
}

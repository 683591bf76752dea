using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class InvocationEndTests : IDisposable
{
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly Drain _drain = new();

    public void Dispose()
    {
        _clock.Dispose();
        _drain.Dispose();
    }

    [Fact]
    public async Task FunctionTimeout_CancelsTheToken_AndTheInvocationFailsByName()
    {
        var (context, running) = Run("Work", "00:00:10", CancellationToken.None);
        await AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.False(context.CancellationToken.IsCancellationRequested);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        var late = await Assert.ThrowsAsync<TimeoutException>(() => running);
        Assert.Equal("Function Work ran longer than functionTimeout, 00:00:10.", late.Message);
    }

    [Theory]
    [InlineData("Work", "-1")]
    [InlineData("Wait", "00:00:10")]
    public async Task WithoutTimeout_AndForOrchestrators_NoTimeIsTooLong(string function, string timeout)
    {
        var (context, running) = Run(function, timeout, CancellationToken.None);
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.False(context.CancellationToken.IsCancellationRequested);
        _drain.GiveUp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task GivingUp_CancelsTheToken_AsTheTriggerDoes()
    {
        using var trigger = new CancellationTokenSource();
        var (_, ofTrigger) = Run("Work", "-1", trigger.Token);
        var (_, ofHost) = Run("Work", "-1", CancellationToken.None);
        await trigger.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ofTrigger);
        Assert.False(ofHost.IsCompleted);
        _drain.GiveUp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ofHost);
    }

    [Fact]
    public async Task Drain_LetsNothingIn_AndEndsWithTheLastThatCameIn()
    {
        Assert.True(_drain.TryEnter());
        var drained = _drain.BeginAsync();
        Assert.False(_drain.TryEnter());
        Assert.False(drained.IsCompleted);
        _drain.Leave();
        await drained;
    }

    [Fact]
    public async Task Drain_OfNothing_EndsAtOnce() => await _drain.BeginAsync();

    private (LocalFunctionContext Context, Task Running) Run(string name, string timeout, CancellationToken trigger)
    {
        var function = FunctionCatalog.Of(typeof(Functions)).Functions.Single(one => one.Name == name);
        var context = new LocalFunctionContext(function, null, new Dictionary<string, object?>(), trigger);
        var settings = HostSettings.Parse($$"""{ "functionTimeout": "{{timeout}}" }""");
        var running = new InvocationEnd(settings, _drain, _clock).BoundAsync(
            context, () => Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken));
        return (context, running);
    }

    private Task AdvanceAsync(TimeSpan by) =>
        _clock.AdvanceAsync(by, new Quiescence(), TestContext.Current.CancellationToken);

    public static class Functions
    {
        [Function("Work")]
        public static void Work([ActivityTrigger] string input)
        {
        }

        [Function("Wait")]
        public static void Wait([OrchestrationTrigger] TaskOrchestrationContext context)
        {
        }
    }
}

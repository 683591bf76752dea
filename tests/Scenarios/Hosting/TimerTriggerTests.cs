using ItsmServerless.Local;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Timer functions over hours, restarts and failures, by a clock that stands at 08:50 until it is
/// moved.</summary>
public sealed class TimerTriggerTests(StorageFixture storage)
{
    private static readonly DateTimeOffset TenToNine = new(2035, 3, 1, 8, 50, 0, TimeSpan.Zero);

    [Fact]
    public async Task Schedule_IsASetting_AndEachRunIsToldItsOccurrenceAndTheRunBefore()
    {
        await using var app = await StartAsync();
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(60));
        Assert.Equal(
            ["hourly at 09:00 for 09:00", "hourly at 10:00 for 10:00 after 09:00"], Diary(app).Of("hourly"));
    }

    [Fact]
    public async Task Occurrences_MissedWhileNoHostRan_RunOnceLate_AndThenOnTime()
    {
        await using var app = await StartAsync();
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
        await app.StartAgainAsync(later: TimeSpan.FromMinutes(150));
        await app.Host.WhenQuiet();
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(
            ["hourly at 11:30 for 10:00 after 09:00 late", "hourly at 12:00 for 12:00 after 11:30"],
            Diary(app).Of("hourly"));
    }

    [Fact]
    public async Task RunOnStartup_RunsAtEveryStart_NotLate()
    {
        await using var app = await StartAsync();
        await app.Host.WhenQuiet();
        Assert.Equal(["start, not late, no status"], Diary(app).Of("start"));
        await app.StartAgainAsync();
        await app.Host.WhenQuiet();
        Assert.Equal(["start, not late, no status"], Diary(app).Of("start"));
    }

    [Fact]
    public async Task Failure_IsRetriedByTheClock_AsOftenAsTheAttributeSays()
    {
        await using var app = await StartAsync(typeof(RetriedApp));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(100));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(60));
        Assert.Equal(
            ["try 0 of 2 at 10:30", "try 1 of 2 at 10:40", "try 2 of 2 at 10:50"], Diary(app).Of("try"));
    }

    [Fact]
    public async Task Retry_ThatSucceeds_IsTheLast()
    {
        await using var app = await StartAsync(typeof(RetriedApp));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(100));
        Diary(app).Fails = false;
        await app.Host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(["try 0 of 2 at 10:30", "try 1 of 2 at 10:40"], Diary(app).Of("try"));
    }

    [Fact]
    public async Task Run_WhoseRetriesOutliveItsInterval_NeverOverlaps_AndCatchesUpOnce()
    {
        await using var app = await StartAsync(typeof(OverdueApp));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(10));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(20));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(60));
        Assert.Equal(
            ["slow try 0 at 09:00", "slow try 1 at 09:25", "slow try 0 at 09:25", "slow try 1 at 09:50",
                "slow try 0 at 09:50", "slow try 1 at 10:15", "slow try 0 at 10:15"],
            Diary(app).Of("slow"));
    }

    [Fact]
    public async Task Retry_ThatIsAwaitedAtTheEnd_IsMadeGoodByTheNextHost()
    {
        await using var app = await StartAsync(typeof(RetriedApp));
        await app.Host.AdvanceAsync(TimeSpan.FromMinutes(101));
        await app.StartAgainAsync();
        await app.Host.WhenQuiet();
        Assert.Equal(["try 0 of 2 at 10:31"], Diary(app).Of("try"));
    }

    [Theory]
    [InlineData("often", "Function Hourly cannot be hosted here: \"often\" is no NCRONTAB expression")]
    [InlineData(null, "Function Hourly cannot be hosted here: there is no setting Every.")]
    public async Task Schedule_ThatIsNone_StopsTheStartByFunctionAndValue(string? schedule, string expected)
    {
        var refused = await Assert.ThrowsAsync<StartFailedException>(
            () => StartAsync(typeof(TimerApp), ("Every", schedule)));
        Assert.StartsWith(expected, refused.Message);
    }

    [Fact]
    public async Task TimeZone_WhichAzureWouldNotFollow_StopsTheStart()
    {
        var refused = await Assert.ThrowsAsync<StartFailedException>(
            () => StartAsync(typeof(RetriedApp), ("WEBSITE_TIME_ZONE", "Europe/Berlin")));
        Assert.Contains("WEBSITE_TIME_ZONE is Europe/Berlin", refused.Message);
    }

    private Task<HostedApp> StartAsync(Type? functions = null) =>
        StartAsync(functions ?? typeof(TimerApp), [("Every", "0 0 * * * *")]);

    private Task<HostedApp> StartAsync(Type functions, params (string Name, string? Value)[] settings) =>
        HostedApp.StartAsync(storage, new(functions)
        {
            StartAt = TenToNine,
            Settings = settings.ToDictionary(pair => pair.Name, pair => pair.Value),
            Configure = worker => worker.Services.AddSingleton<TimerApp.Diary>(),
        });

    private static TimerApp.Diary Diary(HostedApp app) => app.Host.Services.GetRequiredService<TimerApp.Diary>();
}

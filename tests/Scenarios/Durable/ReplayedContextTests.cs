using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Durable;

public sealed class ReplayedContextTests(StorageFixture storage)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task IsReplaying_OverTwoTimersOfZero_IsTrueTwiceAndThenFalse()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Ask", async context =>
            {
                var answers = new List<bool> { context.IsReplaying };
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                answers.Add(context.IsReplaying);
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                answers.Add(context.IsReplaying);
                return answers;
            }));

        Assert.Equal([true, true, false], (await rig.RunAsync("Ask")).ReadOutputAs<List<bool>>()!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewGuid_IsOfVersionFive_OfInstanceTimeAndCount(bool isKilled)
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Make", async context =>
            {
                var made = new List<Guid> { context.NewGuid(), context.NewGuid() };
                await context.CreateTimer(Hour, CancellationToken.None);
                made.Add(context.NewGuid());
                return made;
            }));
        var began = rig.Clock.GetUtcNow().UtcDateTime;
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Make", new StartOrchestrationOptions("maker"));
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(Hour);

        Assert.Equal(
            [NameBased("maker", began, 0), NameBased("maker", began, 1), NameBased("maker", began + Hour, 2)],
            (await rig.EndAsync("maker")).ReadOutputAs<List<Guid>>()!);
    }

    [Fact]
    public async Task SubOrchestration_WithoutAnId_HasTheNextGuidAsItsId()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Child", context => context.InstanceId)
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<string>("Child")));
        var began = rig.Clock.GetUtcNow().UtcDateTime;
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Parent", new StartOrchestrationOptions("parent"));

        var childId = (await rig.EndAsync("parent")).ReadOutputAs<string>();

        Assert.Equal(NameBased("parent", began, 0).ToString("N"), childId);
    }

    [Fact]
    public async Task CurrentUtcDateTime_IsThatOfTheTurn_AndUtc()
    {
        await using var rig = await EngineRig.OfRegistryAsync(storage, tasks => tasks
            .AddOrchestratorFunc("Tell", async context =>
            {
                var first = context.CurrentUtcDateTime;
                await context.CreateTimer(Hour, CancellationToken.None);
                return (first, context.CurrentUtcDateTime, context.CurrentUtcDateTime.Kind);
            }));
        var began = rig.Clock.GetUtcNow().UtcDateTime;
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Tell");

        await rig.AdvanceAsync(Hour);

        Assert.Equal(
            (began, began + Hour, DateTimeKind.Utc),
            (await rig.EndAsync(id)).ReadOutputAs<(DateTime, DateTime, DateTimeKind)>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ReplaySafeLoggers_WriteEachLineOnce(bool isKilled)
    {
        var log = new LogBook();
        var own = typeof(ReplayedContextTests);
        await using var rig = await EngineRig.OfRegistryAsync(
            storage,
            tasks => tasks.AddOrchestratorFunc("Log", async context =>
            {
                var loggers = new[]
                {
                    context.CreateReplaySafeLogger("named"),
                    context.CreateReplaySafeLogger(own),
                    context.CreateReplaySafeLogger<ReplayedContextTests>(),
                    context.ReplaySafeLoggerFactory.CreateLogger("factory"),
                };
                WriteTo(loggers, "before");
                await context.CreateTimer(Hour, CancellationToken.None);
                WriteTo(loggers, "after");
            }),
            options => options with { Loggers = log });
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync("Log");
        await rig.QuietAsync();

        await rig.KillIfAsync(isKilled);
        await rig.AdvanceAsync(Hour);
        await rig.EndAsync(id);

        Assert.Equal(["before", "after"], log.Of("named").Select(line => line.Text));
        Assert.Equal(["before", "before", "after", "after"], log.Of(own.FullName!).Select(line => line.Text));
        Assert.Equal(["before", "after"], log.Of("factory").Select(line => line.Text));
    }

    // RFC 9562, section 5.5, over the name that Durable Task makes of the instance, the turn's time and a counter.
    private static Guid NameBased(string instanceId, DateTime at, int count)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{at:o}_{count}");
        var space = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(bigEndian: true);
#pragma warning disable CA5350 // SHA-1 is what the RFC prescribes.
        var hash = SHA1.HashData([.. space, .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true);
    }

    private static void WriteTo(IEnumerable<ILogger> loggers, string line)
    {
        foreach (var logger in loggers)
            logger.Log(LogLevel.Information, default, line, exception: null, (text, _) => text);
    }
}

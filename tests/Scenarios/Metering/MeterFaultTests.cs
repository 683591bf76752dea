using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Limits;
using ItsmServerless.Metering;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Metering;

/// <summary>Units are told of again, at once, and by processes that die or lose answers: each counts once.</summary>
public sealed class MeterFaultTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private readonly StorageScope _scope = storage.Scope();

    public async ValueTask InitializeAsync()
    {
        await using var process = Process();
        await process.Tables.CreateShared(default);
    }

    public ValueTask DisposeAsync() => _scope.DisposeAsync();

    [Fact]
    public async Task SameUnit_ToldOfManyTimesAtOnce_ByTwoProcesses_CountsOnce()
    {
        await using var one = Process();
        await using var other = Process();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(number => Count(number % 2 == 0 ? one : other, $"unit-{number % 10}")));

        Assert.Equal(10, await CountedAsync(one));
    }

    /// <summary>At every storage call of it, in every way a call goes wrong; then the message comes again.</summary>
    [Fact]
    public async Task CrashAtAnyCall_AndTheMessageAgain_CountsOnce()
    {
        var told = 0;
        foreach (var kind in new[] { Fault.DieBefore, Fault.DieAfter, Fault.LoseAnswer })
        {
            for (var call = 1; call <= 4; call++)
            {
                await using var process = Process();
                process.Faults.Set(call, kind);
                var unit = $"crash-{told++}";
                await Record.ExceptionAsync(() => Count(process, unit));
                await using var next = Process();
                await Count(next, unit);
                Assert.Equal(told, await CountedAsync(next));
            }
        }
    }

    [Fact]
    public async Task UnitOfAnHourBefore_CountsForThatHour_AndOneThatNobodyRemembersForNone()
    {
        await using var process = Process();
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

        await process.Get<UsageMeter>().Count(Tenant, Dimensions.Records, "late", now - Duration.FromHours(30), default);
        await process.Get<UsageMeter>().Count(Tenant, Dimensions.Records, "forgotten", now - Duration.FromDays(61), default);

        var hour = Assert.Single(await process.Get<UsageLedger>().Hours(Tenant, now - Duration.FromDays(70), now + Duration.FromHours(1), default));
        Assert.Equal(1, hour.Quantity);
        Assert.InRange((now - hour.At).TotalHours, 30, 31);
    }

    private static Task Count(KernelUnderTest process, string unit) => process.Get<UsageMeter>().Count(
        Tenant, Dimensions.Records, unit, Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), default);

    private static async Task<long> CountedAsync(KernelUnderTest process)
    {
        process.Faults.Set(0, Fault.None);
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var hours = await process.Get<UsageLedger>().Hours(Tenant, now - Duration.FromDays(2), now + Duration.FromDays(1), default);
        return hours.Sum(usage => usage.Quantity);
    }

    private KernelUnderTest Process() => new(storage.ConnectionString, _scope.Prefix, new RecordingBus());
}

using ItsmServerless.Incidents;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Workflows;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Incidents;

/// <summary>The process dies at every storage call of a merge's way, one after the other; the next finishes.</summary>
public sealed class MergeCrashTests(StorageFixture storage)
{
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public async Task Merge_IsToldOnceOnBoth_WhereverTheProcessDies(int fault, bool isTakenBack)
    {
        await using var scope = storage.Scope();
        var call = 1;
        while (await Dies(scope, (Fault)fault, call, isTakenBack)) call++;
        Assert.InRange(call, 8, 60); // It would be no sweep if the way took fewer calls.
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, Fault fault, int call, bool isTakenBack)
    {
        var tenant = TenantId.From($"ten_01JD{call:D4}0000000000000000{(isTakenBack ? 1 : 0)}{(int)fault}");
        await using var first = Process(scope);
        await first.Tables.CreateShared(default);
        await first.Tables.CreateFor(tenant, default);
        var (one, other) = (await Report(first, tenant, 1), await Report(first, tenant, 2));
        if (isTakenBack) await Merge(first, tenant, one, other);
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Last(first));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await Last(next);
        await next.Sweeper.Sweep(atStart: true, default);
        Assert.Equal(
            isTakenBack
                ? ["incident.reported", "incident.merged", "incident.unmerged"]
                : ["incident.reported", "incident.merged"], await Types(next, tenant, one));
        Assert.Equal(
            isTakenBack
                ? ["incident.reported", "incident.absorbed", "incident.released"]
                : ["incident.reported", "incident.absorbed"], await Types(next, tenant, other));
        return failure is ProcessDied;

        Task Last(KernelUnderTest process) => isTakenBack
            ? Step(process, tenant, one, "unmerge", UnmergeIncident.Decide)
            : Merge(process, tenant, one, other);
    }

    private static Task Merge(KernelUnderTest process, TenantId tenant, RecordId one, RecordId other) => Step(
        process, tenant, one, "merge", incident => new IncidentMerged(other, incident.State));

    /// <summary>The request, which a caller that is not sure makes again, and what the bus does afterwards.</summary>
    private static async Task Step(
        KernelUnderTest process, TenantId tenant, RecordId one, string step,
        Func<Incident, Decision<IncidentEvent>> decide)
    {
        var command = KernelUnderTest.Command(tenant, CommandId.FromCause(step), Start);
        await process.Log.Execute<Incident, IncidentEvent>(command, one, incident => decide(incident!), default);
        var last = (await process.Log.Timeline(tenant, one, 0, 100, default))[^1];
        await process.Get<IEnumerable<IEventConsumer>>().OfType<MergeConsumer>().Single()
            .On(new PublishedEvent(
                tenant, one, Incident.Practice, last.Sequence, last.Type, last.At, last.By, last.Data), default);
    }

    private static async Task<RecordId> Report(KernelUnderTest process, TenantId tenant, int number)
    {
        var id = UlidText.FromKey(Incident.Prefix, tenant, $"{number}");
        var caller = new Caller(tenant, Role.Agent, "key", null);
        var command = KernelUnderTest.Command(tenant, CommandId.FromCause("report", $"{number}"), Start);
        await process.Log.Create<Incident, IncidentEvent>(
            command, id,
            old => ReportIncident.Decide(old, new("Fire"), $"INC-00000{number}", caller, PriorityMatrix.Default),
            default);
        return id;
    }

    private static async Task<IEnumerable<string>> Types(KernelUnderTest process, TenantId tenant, RecordId id) =>
        (await process.Log.Timeline(tenant, id, 0, 100, default)).Select(happened => happened.Type);

    private KernelUnderTest Process(StorageScope scope) =>
        new(storage.ConnectionString, scope.Prefix, new RecordingBus());
}

using System.Text;
using ItsmServerless.Changes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using ItsmServerless.Tests.Scenarios.Kernel;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Changes;

/// <summary>The process dies at every storage call from schedule to close, one after the other; the next
/// finishes.</summary>
public sealed class CrashSweepTests(StorageFixture storage)
{
    private static readonly Instant At = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly Window Window = new(Instant.FromUtc(2099, 1, 1, 0, 0), Instant.FromUtc(2099, 1, 1, 2, 0));

    /// <summary>All that happens, once each, whatever happened to the process.</summary>
    private static readonly string[] Life =
    [
        "change.drafted", "change.submitted", "change.approved", "change.scheduled", "change.started",
        "change.completed", "change.review_opened", "change.reviewed", "change.closed",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Change_IsMadeOnce_WhereverTheProcessDies(int fault)
    {
        await using var scope = storage.Scope();
        var tenant = TenantId.From($"ten_01JD000000000000000000000{fault}");
        await using (var first = Process(scope)) await Found(first, tenant);
        var call = 1;
        while (await Dies(scope, tenant, (Fault)fault, call)) call++;
        Assert.InRange(call, 30, 300); // It would be no sweep if the way took fewer calls.
        TestContext.Current.TestOutputHelper?.WriteLine($"{(Fault)fault}: {call - 1} storage calls, each gone wrong once");
    }

    /// <returns>Whether the way has so many calls.</returns>
    private async Task<bool> Dies(StorageScope scope, TenantId tenant, Fault fault, int call)
    {
        await using var first = Process(scope);
        var change = await Approved(first, tenant, $"item-{call}");
        first.Faults.Set(call, fault);
        var failure = await Record.ExceptionAsync(() => Live(first, tenant, change));
        Assert.True(failure is null or ProcessDied, $"{failure}");
        var reached = first.Faults.Calls >= call;
        await using var next = Process(scope);
        await next.Sweeper.Sweep(atStart: true, default);
        await Live(next, tenant, change);
        Assert.Equal(Life, (await next.Log.Timeline(tenant, change, 0, 100, default)).Select(happened => happened.Type));
        var row = await next.Lists.Find(tenant, TableNames.Lookups, "reservation", $"item|ITEM-{call}", default);
        Assert.Equal("[]", Encoding.UTF8.GetString(row!.GetBinary("Json")));
        return reached;
    }

    /// <summary>From schedule to close, with what the workflow and the bus do between.</summary>
    private static async Task Live(KernelUnderTest process, TenantId tenant, RecordId change)
    {
        var (desk, keeper) = (process.Get<ChangeDesk>(), process.Get<ChangeKeeper>());
        Done(await process.Get<ChangeScheduling>().Schedule(Ask(tenant, change, new ScheduleChange()), change.Value, default));
        await keeper.Tend(tenant, change, null, default);
        Done(await desk.Move(Ask(tenant, change, new NoBody(), "start"), change.Value, StartChange.Decide, default));
        var end = Ask(tenant, change, new CompleteChange("successful", "Done"));
        Done(await desk.Move(end, change.Value, state => CompleteChange.Decide(state, end.Body), default));
        var found = await process.Log.Get<Change, ChangeEvent>(tenant, change, default);
        await process.Get<ChangeScheduling>().Release(tenant, found.Value.State, default);
        await keeper.Tend(tenant, change, null, default);
        var look = Ask(tenant, change, new ReviewChange("Good"));
        Done(await desk.Move(look, change.Value, state => ReviewChange.Decide(state, look.Body, []), default));
        Done(await desk.Move(Ask(tenant, change, new NoBody(), "close"), change.Value, CloseChange.Decide, default));
        await keeper.Tend(tenant, change, null, default);
    }

    private static async Task Found(KernelUnderTest process, TenantId tenant)
    {
        await process.Tables.CreateShared(default);
        await process.Tables.CreateFor(tenant, default);
        var template = new PutTemplate("Patch", new("a", "b", "c"), new("low", "low"));
        Done(await process.Get<ChangeModels>().Put("patch", Ask(tenant, new("chg_none"), template), default));
    }

    private static async Task<RecordId> Approved(KernelUnderTest process, TenantId tenant, string item)
    {
        var body = new DraftChange(
            null, "standard", null, null, new(Window.Start, Window.End), Template: "patch", ConfigurationItems: [item]);
        var drafted = await process.Get<ChangeDesk>().Draft(Ask(tenant, new($"chg_{item}"), body), default);
        Done(await process.Get<ChangeDesk>().Submit(
            Ask(tenant, drafted.Value.Id, new NoBody(), "submit"), drafted.Value.Id.Value, default));
        return drafted.Value.Id;
    }

    /// <summary>A request that is always the same for the same change and body.</summary>
    private static Request<TBody> Ask<TBody>(TenantId tenant, RecordId change, TBody body, string? what = null)
        where TBody : class
    {
        var key = $"{change}/{what ?? typeof(TBody).Name}";
        var command = KernelUnderTest.Command(tenant, CommandId.FromKey(key), At);
        return new(new Caller(tenant, Role.Admin, "key", null), body, command, key);
    }

    private static void Done<T>(Outcome<T> outcome) => Assert.True(outcome.Problem is null, outcome.Problem?.Detail);

    private KernelUnderTest Process(StorageScope scope) => new(storage.ConnectionString, scope.Prefix, new RecordingBus());
}

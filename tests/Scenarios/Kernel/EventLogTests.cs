using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Kernel;

public sealed class EventLogTests(StorageFixture storage) : IAsyncLifetime
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000000");
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    private readonly StorageScope scope = storage.Scope();
    private readonly RecordingBus bus = new();
    private KernelUnderTest kernel = null!;

    public async ValueTask InitializeAsync()
    {
        kernel = new(storage.ConnectionString, scope.Prefix, bus);
        await kernel.Tables.CreateShared(default);
        await kernel.Tables.CreateFor(Tenant, default);
    }

    public async ValueTask DisposeAsync()
    {
        await kernel.DisposeAsync();
        await scope.DisposeAsync();
    }

    [Fact]
    public async Task SameCommand_FiftyTimesAtOnce_IsOneRecordWithOneAnswer()
    {
        var (id, command) = (Id("parallel"), Command("parallel"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => kernel.Log.Create<Tally, TallyEvent>(command, id, Tally.Begin, default)));

        Assert.All(answers, answer => Assert.Equal(answers[0].Value, answer.Value));
        Assert.Single(await kernel.Log.Timeline(Tenant, id, 0, 100, default));
    }

    [Fact]
    public async Task RepeatedCommand_GetsItsFirstAnswer_AlsoAfterOthers()
    {
        var id = Id("again");
        await kernel.Log.Create<Tally, TallyEvent>(Command("again"), id, Tally.Begin, default);
        await kernel.Log.Execute<Tally, TallyEvent>(Command("again-2"), id, Tally.Add, default);

        var first = await kernel.Log.Create<Tally, TallyEvent>(Command("again"), id, Tally.Begin, default);

        Assert.Equal((1, 1), (first.Value.Version, first.Value.State.Total));
    }

    [Fact]
    public async Task RepeatedCommand_OfOtherContent_IsRefused()
    {
        var id = Id("mismatch");
        await kernel.Log.Create<Tally, TallyEvent>(Command("mismatch"), id, Tally.Begin, default);

        var other = await kernel.Log.Create<Tally, TallyEvent>(Command("mismatch") with { Fingerprint = "other" }, id, Tally.Begin, default);

        Assert.Equal(ProblemCode.IdempotencyMismatch, other.Problem?.Code);
    }

    [Fact]
    public async Task ManyCommandsAtOnce_LeaveNoGap()
    {
        var id = Id("crowd");
        await kernel.Log.Create<Tally, TallyEvent>(Command("crowd"), id, Tally.Begin, default);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => kernel.Log.Execute<Tally, TallyEvent>(Command($"crowd-{n}"), id, Tally.Add, default)));

        var timeline = await kernel.Log.Timeline(Tenant, id, 0, 100, default);
        Assert.Equal(1 + answers.Count(answer => answer.Problem is null), timeline.Count);
        Assert.All(answers.Where(answer => answer.Problem is not null), answer => Assert.Equal(ProblemCode.VersionConflict, answer.Problem!.Code));
        Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Select(stored => stored.Sequence));
        Assert.Equal(timeline.SkipLast(1).Select(stored => stored.Hash), timeline.Skip(1).Select(stored => stored.PreviousHash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LostAnswer_OfAnyCall_IsStillSuccess(bool create)
    {
        for (var call = 1; call <= 6; call++)
        {
            var id = Id($"lost-{create}-{call}");
            if (!create) await kernel.Log.Create<Tally, TallyEvent>(Command($"lost-{create}-{call}"), id, Tally.Begin, default);
            kernel.Faults.Set(call, Fault.LoseAnswer);

            var answer = create
                ? await kernel.Log.Create<Tally, TallyEvent>(Command($"lost-{create}-{call}"), id, Tally.Begin, default)
                : await kernel.Log.Execute<Tally, TallyEvent>(Command($"lost2-{call}"), id, Tally.Add, default);

            kernel.Faults.Set(0, Fault.None);
            Assert.Equal(create ? 1 : 2, answer.Value.Version);
            Assert.Equal(answer.Value.Version, (await kernel.Log.Timeline(Tenant, id, 0, 100, default)).Count);
        }
    }

    [Theory]
    [InlineData(nameof(Fault.DieBefore))]
    [InlineData(nameof(Fault.DieAfter))]
    public async Task Crash_AtAnyCall_LeavesAllOrNothing_AndTheSweeperFinishes(string kind)
    {
        var fault = Enum.Parse<Fault>(kind);
        for (var call = 1; call <= 5; call++) await CrashAt(call, fault, $"crash-{kind}-{call}");
    }

    [Fact]
    public async Task Crash_AtAnyCall_AndTheSameAgain_IsOneEffectWithTheFirstAnswer()
    {
        for (var call = 1; call <= 6; call++)
        {
            var (id, name) = (Id($"again-{call}"), $"again-{call}");
            await kernel.Log.Create<Tally, TallyEvent>(Command(name), id, Tally.Begin, default);
            var command = Command(name + "-2") with { KeepsAnswer = true };
            await using var dying = new KernelUnderTest(storage.ConnectionString, scope.Prefix, bus);
            dying.Faults.Set(call, Fault.DieAfter);
            await Record.ExceptionAsync(() => dying.Log.Execute<Tally, TallyEvent>(command, id, Tally.Add, default));

            var first = await kernel.Log.Execute<Tally, TallyEvent>(command, id, Tally.Add, default);
            await kernel.Log.Execute<Tally, TallyEvent>(Command(name + "-3"), id, Tally.Add, default);
            var second = await kernel.Log.Execute<Tally, TallyEvent>(command, id, Tally.Add, default);

            Assert.Equal((2, 2), (first.Value.Version, first.Value.State.Total));
            Assert.Equal(first.Value, second.Value);
            Assert.Equal(3, (await kernel.Log.Timeline(Tenant, id, 0, 100, default)).Count);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatNoEventTells_IsAnsweredAgain_AlsoAfterOthers(bool refused)
    {
        var (id, name) = (Id($"quiet-{refused}"), $"quiet-{refused}");
        await kernel.Log.Create<Tally, TallyEvent>(Command(name), id, Tally.Begin, default);
        var command = Command(name + "-2") with { KeepsAnswer = true };
        Decision<TallyEvent> Quiet(Tally? _) => refused
            ? Problem.InvalidTransition("tally", "one", "two")
            : Decision<TallyEvent>.Nothing;
        var first = await kernel.Log.Execute<Tally, TallyEvent>(command, id, Quiet, default);
        await kernel.Log.Execute<Tally, TallyEvent>(Command(name + "-3"), id, Tally.Add, default);

        var second = await kernel.Log.Execute<Tally, TallyEvent>(command, id, Tally.Add, default);
        var other = await kernel.Log.Execute<Tally, TallyEvent>(command with { Fingerprint = "other" }, id, Tally.Add, default);

        Assert.Equal((first.Problem?.Code, first.Problem?.Detail), (second.Problem?.Code, second.Problem?.Detail));
        if (!refused) Assert.Equal((1, 1), (second.Value.Version, second.Value.State.Total));
        Assert.Equal(ProblemCode.IdempotencyMismatch, other.Problem?.Code);
        Assert.Equal(2, (await kernel.Log.Timeline(Tenant, id, 0, 100, default)).Count);
    }

    [Fact]
    public async Task AKeyedCommand_CostsNoCallMore()
    {
        var id = Id("cost");
        await kernel.Log.Create<Tally, TallyEvent>(Command("cost"), id, Tally.Begin, default);
        var calls = new List<int>();
        foreach (var keeps in new[] { false, true })
        {
            await using var counting = new KernelUnderTest(storage.ConnectionString, scope.Prefix, bus);
            counting.Faults.Set(0, Fault.None);
            await counting.Log.Execute<Tally, TallyEvent>(Command($"cost-{keeps}") with { KeepsAnswer = keeps }, id, Tally.Add, default);
            calls.Add(counting.Faults.Calls);
        }
        Assert.Equal(calls[0], calls[1]);
    }

    private async Task CrashAt(int call, Fault fault, string name)
    {
        var id = Id(name);
        await kernel.Log.Create<Tally, TallyEvent>(Command(name), id, Tally.Begin, default);
        await kernel.Sweeper.Sweep(atStart: true, default);
        var sentBefore = bus.Sent.Count;
        await using var dying = new KernelUnderTest(storage.ConnectionString, scope.Prefix, bus);
        dying.Faults.Set(call, fault);
        var died = await Record.ExceptionAsync(async () => await dying.Log.Execute<Tally, TallyEvent>(Command(name + "-2") with { At = Start + Duration.FromHours(1) }, id, Tally.Add, default));

        await kernel.Sweeper.Sweep(atStart: true, default);
        await kernel.Sweeper.Sweep(atStart: true, default);

        var timeline = await kernel.Log.Timeline(Tenant, id, 0, 100, default);
        var committed = timeline.Count == 2;
        Assert.True(died is ProcessDied || committed);
        Assert.Equal(committed ? 1 : 0, bus.Sent.Count - sentBefore);
        var rows = (await kernel.Lists.All(Tenant, TableNames.Open, "tally", default)).Where(row => row.RowKey.EndsWith(id.Value, StringComparison.Ordinal));
        Assert.Equal(timeline.Count, Assert.Single(rows).GetInt32("Total"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(200)]
    public async Task Paging_WhileOthersAreAdded_SkipsAndDoublesNothing(int limit)
    {
        var stable = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Begin($"page-{limit}-{n}", n)));
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await kernel.Lists.Read(Tenant, [new(TableNames.Open, ["tally"])], new(limit, cursor), row => row.RowKey.Split('|')[1], default)).Value;
            seen.AddRange(page.Items);
            await Begin($"page-{limit}-late-{seen.Count}", 1000 + seen.Count);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.All(stable, id => Assert.Single(seen, id.Value));
    }

    [Fact]
    public async Task Cursor_OfAnotherListOrTenant_IsRefused()
    {
        await Task.WhenAll(Enumerable.Range(0, 3).Select(n => Begin($"cursor-{n}", n)));
        var cursor = (await kernel.Lists.Read(Tenant, [new(TableNames.Open, ["tally"])], new(1, null), row => row.RowKey, default)).Value.NextCursor;

        var others = new[] { "x" + cursor, cursor![..^1], "k1.AAAA", "" };
        foreach (var other in others)
            Assert.Equal(ProblemCode.InvalidCursor, (await kernel.Lists.Read(Tenant, [new(TableNames.Open, ["tally"])], new(1, other), row => row.RowKey, default)).Problem?.Code);
        Assert.Equal(ProblemCode.InvalidCursor, (await kernel.Lists.Read(Tenant, [new(TableNames.Open, ["tally"], "Total eq 1")], new(1, cursor), row => row.RowKey, default)).Problem?.Code);
    }

    private static RecordId Id(string name) => UlidText.FromKey("tal", Tenant, name);

    private static CommandContext Command(string cause) => KernelUnderTest.Command(Tenant, CommandId.FromCause(cause), Start);

    private async Task<RecordId> Begin(string name, int minutes)
    {
        var command = Command(name) with { At = Start + Duration.FromMinutes(minutes) };
        return (await kernel.Log.Create<Tally, TallyEvent>(command, Id(name), Tally.Begin, default)).Value.Id;
    }
}

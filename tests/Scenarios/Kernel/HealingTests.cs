using Azure.Core;
using Azure.Core.Pipeline;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Tests.Scenarios.Fixtures;
using NodaTime;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Kernel;

/// <summary>Two processes change one record, and the rows of the older version are written last.</summary>
public sealed class HealingTests(StorageFixture storage)
{
    private static readonly TenantId Tenant = TenantId.From("ten_01JD0000000000000000000001");
    private static readonly Instant Start = Instant.FromUtc(2026, 11, 24, 9, 0);
    private static readonly RecordId Id = UlidText.FromKey("tal", Tenant, "healed");

    [Fact]
    public async Task Rows_OfAnOlderVersionWrittenLast_GiveWay()
    {
        await using var scope = storage.Scope();
        var (bus, held) = (new RecordingBus(), new HeldWrite());
        await using var slow = new KernelUnderTest(storage.ConnectionString, scope.Prefix, bus, held);
        await using var fast = new KernelUnderTest(storage.ConnectionString, scope.Prefix, bus);
        await fast.Tables.CreateShared(default);
        await fast.Tables.CreateFor(Tenant, default);
        await fast.Log.Create<Tally, TallyEvent>(Command("begin", 0), Id, Tally.Begin, default);
        held.Hold(call: 5); // Look for the command, read the head, put the intent, commit, and then the rows.

        var first = slow.Log.Execute<Tally, TallyEvent>(Command("first", 1), Id, Tally.Add, default);
        await held.Reached;
        await fast.Log.Execute<Tally, TallyEvent>(Command("second", 2), Id, Tally.Add, default);
        held.LetGo();
        await first;
        Assert.Equal(2, (await Rows(fast)).Count);
        await slow.Healing.Settle(Tenant, Id, written: 2, default);

        Assert.Equal(3, Assert.Single(await Rows(fast)).GetInt32("Total"));
    }

    private static Task<IReadOnlyList<Azure.Data.Tables.TableEntity>> Rows(KernelUnderTest kernel) =>
        kernel.Lists.All(Tenant, TableNames.Open, "tally", default);

    private static CommandContext Command(string cause, int minutes) =>
        KernelUnderTest.Command(Tenant, CommandId.FromCause(cause), Start + Duration.FromMinutes(minutes));

    /// <summary>Holds one storage call until it is let go.</summary>
    private sealed class HeldWrite : HttpPipelinePolicy
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _left;

        public Task Reached => _reached.Task.WaitAsync(TimeSpan.FromSeconds(30));

        public void Hold(int call) => _left = call;

        public void LetGo() => _free.SetResult();

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
            throw new NotSupportedException("The product makes no blocking calls.");

        public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (Interlocked.Decrement(ref _left) == 0)
            {
                _reached.SetResult();
                await _free.Task;
            }
            await ProcessNextAsync(message, pipeline);
        }
    }
}

using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;
using ItsmServerless.Kernel.Time;

namespace ItsmServerless.Bulk;

/// <summary>What the triggers call: takes bulks, and shows how they are.</summary>
public sealed class BulkDesk(
    EventLog log, Lists lists, BulkRows rows, BulkRunner runner, BulkSettings settings, Clock clock)
{
    private const int RetryAfterSeconds = 10;
    private readonly RecordGate gate = new();

    /// <summary>Begins one; the orchestration follows its first event. What is asked is written down before.</summary>
    public async Task<Outcome<Versioned<BulkRun>>> Start(Request<StartBulk> request, CancellationToken cancel)
    {
        var (caller, command, items) = (request.Caller, request.Command, request.Body.Items!);
        if (runner.Unknown(items) is { } unknown) return unknown;
        var id = request.NewId(BulkRun.Prefix);
        using var turn = await gate.Enter(caller.Tenant, RecordId.Named(BulkRun.Prefix, "start"), cancel);
        if (await Full(request, id, cancel) is { } full) return full;
        await rows.PutItems(caller.Tenant, id, command.Fingerprint, items, cancel);
        var accepted = new BulkAccepted(command.Fingerprint, items.Count, BulkCaller.Of(caller));
        return await log.Create<BulkRun, BulkEvent>(
            command, id, existing => StartBulk.Decide(existing, accepted), cancel);
    }

    /// <summary>The refusal of one more bulk than a tenant may have under way; one that was begun before is answered
    /// again. A query over those that run.</summary>
    /// <remarks>Exact in a process, where one begins after the other; instances know nothing of each other.</remarks>
    private async Task<Problem?> Full(Request<StartBulk> request, RecordId id, CancellationToken cancel)
    {
        var tenant = request.Caller.Tenant;
        var running = (await lists.All(tenant, TableNames.Lookups, BulkRun.RunningPartition, cancel))
            .Count(row => BulkRun.IsUnderWay(row, clock.Now));
        if (running < settings.MostRunning) return null;
        var isKeyed = request.IdempotencyKey is not null;
        if (isKeyed && await log.Find<BulkRun, BulkEvent>(tenant, id, cancel) is not null) return null;
        var detail = $"The tenant has {running} bulks under way; {settings.MostRunning} are allowed.";
        return new(ProblemCode.RateLimited, detail)
        {
            RetryAfterSeconds = RetryAfterSeconds,
        };
    }

    /// <summary>One that the caller may see. One point read.</summary>
    public async Task<Outcome<Versioned<BulkRun>>> Get(Caller caller, string id, CancellationToken cancel)
    {
        var found = RecordId.TryParse(BulkRun.Prefix, id, out var known)
            ? await log.Find<BulkRun, BulkEvent>(caller.Tenant, known.Value, cancel)
            : null;
        return found is not null && BulkRun.IsShownTo(caller, found.State) ? found : Problem.NotFound($"bulk {id}");
    }

    /// <summary>What came of its commands so far, in their order. One query over the results.</summary>
    public async Task<Outcome<Page<BulkResult>>> Results(
        Caller caller, string id, Paging paging, CancellationToken cancel)
    {
        var found = await Get(caller, id, cancel);
        return await found.Then(bulk => lists.Read(
            caller.Tenant, [BulkRows.Results(bulk.Id)], paging, SettingsRow.Read<BulkResult>, cancel));
    }
}

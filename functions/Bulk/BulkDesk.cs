using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Bulk;

/// <summary>What the triggers call: takes bulks, and shows how they are.</summary>
public sealed class BulkDesk(EventLog log, Lists lists, BulkRows rows, BulkRunner runner)
{
    /// <summary>Begins one; the orchestration follows its first event. What is asked is written down before.</summary>
    public async Task<Outcome<Versioned<BulkRun>>> Start(Request<StartBulk> request, CancellationToken cancel)
    {
        var (caller, command, items) = (request.Caller, request.Command, request.Body.Items!);
        if (runner.Unknown(items) is { } unknown) return unknown;
        var id = request.NewId(BulkRun.Prefix);
        await rows.PutItems(caller.Tenant, id, command.Fingerprint, items, cancel);
        var accepted = new BulkAccepted(
            command.Fingerprint, items.Count,
            new(caller.KeyId, !caller.IsToken, caller.Role, caller.Person, caller.Groups is { } groups ? [.. groups] : null));
        return await log.Create<BulkRun, BulkEvent>(
            command, id, existing => StartBulk.Decide(existing, accepted), cancel);
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

using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Changes;

/// <summary>Reserves the window of a change against all others.</summary>
public sealed class ChangeScheduling(ChangeDesk desk, ChangeSchedule schedule, Reservations reservations)
{
    private const int Tries = 8;

    /// <summary>First what it needs is reserved, then the change becomes scheduled; whoever comes between reads
    /// again.</summary>
    /// <remarks>Three queries, and a point read and a write for each item and person, and each related item.</remarks>
    public async Task<Outcome<Versioned<Change>>> Schedule(
        Request<ScheduleChange> request, string idOrNumber, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            if ((await desk.Find(request.Caller, idOrNumber, cancel)).IsRefused(out var missing, out var found))
                return missing;
            if (await Try(request, found.State, cancel) is { } outcome) return outcome;
        }
        return new Problem(ProblemCode.ScheduleConflict,
            "Others schedule changes of the same items right now; try again.");
    }

    /// <summary>Gives back what a change that ended has reserved.</summary>
    public Task Release(TenantId tenant, Change change, CancellationToken cancel) =>
        change.HoldsWindow ? Task.CompletedTask : reservations.Release(tenant, change, cancel);

    /// <summary>Null: somebody else came between.</summary>
    private async Task<Outcome<Versioned<Change>>?> Try(
        Request<ScheduleChange> request, Change change, CancellationToken cancel)
    {
        var (tenant, now) = (request.Caller.Tenant, request.Command.At);
        var around = await schedule.Around(tenant, change.Content, cancel);
        var things = await reservations.Read(tenant, change.Content, around.RelatedItems, cancel);
        around = around.With(await reservations.Holders(tenant, things, change, now, cancel));
        if (Decide(change).Refusal is not null) return await desk.Move(request, change.Id.Value, Decide, cancel);
        if (!await reservations.TryTake(tenant, things, change, now, cancel)) return null;
        var moved = await desk.Move(request, change.Id.Value, Decide, cancel);
        if (moved.Problem is not null) await GiveBack(request.Caller, change.Id, cancel);
        return moved;

        Decision<ChangeEvent> Decide(Change current) => ScheduleChange.Decide(
            current, request.Body, ScheduleConflicts.Of(current, around),
            request.Caller.Role is Role.Manager or Role.Admin);
    }

    /// <summary>Unless the same change was scheduled by another request meanwhile.</summary>
    private async Task GiveBack(Caller caller, RecordId id, CancellationToken cancel)
    {
        var now = await desk.Find(caller, id.Value, cancel);
        if (now.Problem is null) await Release(caller.Tenant, now.Value.State, cancel);
    }
}

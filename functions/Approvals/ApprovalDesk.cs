using ItsmServerless.Changes;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Approvals;

/// <summary>What the authenticated routes call: shows how a change is being decided, and takes votes.</summary>
public sealed class ApprovalDesk(EventLog log, Lists lists, LateVotes late)
{
    private const int MostEvents = 1_000;

    /// <summary>All approvals of a change, one for each time it was submitted. A point read and a query for
    /// each.</summary>
    public async Task<Outcome<ApprovalsView>> Of(TenantId tenant, string idOrNumber, CancellationToken cancel)
    {
        if ((await Find(tenant, idOrNumber, cancel)).IsRefused(out var missing, out var change)) return missing;
        var id = IdOf(tenant, change, change.State.Generation);
        return await Show(tenant, change, await log.Find<Approval, ApprovalEvent>(tenant, id, cancel), cancel);
    }

    /// <summary>Takes the vote of the credential's person. Nobody votes for somebody else: a delegate is asked as
    /// such.</summary>
    public async Task<Outcome<ApprovalsView>> Vote(
        Request<VoteOnChange> request, string idOrNumber, CancellationToken cancel)
    {
        var (tenant, body) = (request.Caller.Tenant, request.Body);
        if ((await Find(tenant, idOrNumber, cancel)).IsRefused(out var missing, out var change)) return missing;
        if (request.Caller.Person is not { } person) return NotAsked("A credential that stands for no person");
        var vote = body.By(person, change.State.ContentHash);
        var id = await Asked(request.Command, change, cancel);
        var voted = await log.Execute<Approval, ApprovalEvent>(
            request.Command, id,
            approval => approval is not null && body.IsFor(approval, vote)
                ? CastVote.Decide(approval, vote)
                : NotAsked(person.Value),
            cancel);
        if (voted.Problem is { } refusal) await late.Record(request.Command, id, vote, refusal, cancel);
        return await voted.Then(after => Show(tenant, change, after, cancel));
    }

    /// <summary>Takes the vote of the credential's person back.</summary>
    public async Task<Outcome<ApprovalsView>> Withdraw(
        Request<NoBody> request, string idOrNumber, CancellationToken cancel)
    {
        var tenant = request.Caller.Tenant;
        if ((await Find(tenant, idOrNumber, cancel)).IsRefused(out var missing, out var change)) return missing;
        if (request.Caller.Person is not { } person) return NotAsked("A credential that stands for no person");
        var withdrawn = await log.Execute<Approval, ApprovalEvent>(
            request.Command, await Asked(request.Command, change, cancel),
            approval => approval is null
                ? NotAsked(person.Value)
                : WithdrawVote.Decide(approval, person, change.State.ContentHash),
            cancel);
        return await withdrawn.Then(after => Show(tenant, change, after, cancel));
    }

    /// <summary>The approval that a vote goes to: the latest, unless the same request went to an earlier one before. A
    /// point read for each earlier one, where there is an Idempotency-Key.</summary>
    private async Task<RecordId> Asked(CommandContext command, Versioned<Change> change, CancellationToken cancel)
    {
        for (var earlier = change.State.Generation - 1; earlier > 0; earlier--)
        {
            var id = IdOf(command.Tenant, change, earlier);
            if (await log.Took(command, id, cancel)) return id;
        }
        return IdOf(command.Tenant, change, change.State.Generation);
    }

    private async Task<Outcome<ApprovalsView>> Show(
        TenantId tenant, Versioned<Change> change, Versioned<Approval>? latest, CancellationToken cancel)
    {
        var history = new List<StoredEvent>();
        for (var generation = 1; generation <= change.State.Generation; generation++)
        {
            var id = IdOf(tenant, change, generation);
            var isShown = id == latest?.Id; // No further than it is shown, and nothing after it.
            var limit = isShown ? Math.Min(latest!.Version, MostEvents) : MostEvents;
            history.AddRange(await log.Timeline(tenant, id, 0, limit, cancel));
            if (isShown) break;
        }
        return ApprovalsView.Of(change.State, latest?.State, history);
    }

    private async Task<Outcome<Versioned<Change>>> Find(TenantId tenant, string idOrNumber, CancellationToken cancel) =>
        await lists.Locate(tenant, Change.Numbered, idOrNumber, cancel) is { } id
            ? await log.Get<Change, ChangeEvent>(tenant, id, cancel)
            : Problem.NotFound($"change {idOrNumber}");

    private static RecordId IdOf(TenantId tenant, Versioned<Change> change, int generation) =>
        Approval.IdFor(tenant, change.Id, generation);

    private static Problem NotAsked(string who) =>
        new(ProblemCode.NotTheApprover, $"{who} is not asked about this change.");
}

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
        var id = IdOf(tenant, change, change.State.Generation);
        var voted = await log.Execute<Approval, ApprovalEvent>(
            request.Command, id,
            approval => approval is not null && body.IsFor(approval, vote)
                ? CastVote.Decide(approval, vote)
                : NotAsked(person.Value),
            cancel);
        if (voted.Problem is { } refusal) await late.Record(request.Command, id, vote, refusal, cancel);
        return await voted.Then(latest => Show(tenant, change, latest, cancel));
    }

    /// <summary>Takes the vote of the credential's person back.</summary>
    public async Task<Outcome<ApprovalsView>> Withdraw(
        Request<NoBody> request, string idOrNumber, CancellationToken cancel)
    {
        var tenant = request.Caller.Tenant;
        if ((await Find(tenant, idOrNumber, cancel)).IsRefused(out var missing, out var change)) return missing;
        if (request.Caller.Person is not { } person) return NotAsked("A credential that stands for no person");
        var withdrawn = await log.Execute<Approval, ApprovalEvent>(
            request.Command, IdOf(tenant, change, change.State.Generation),
            approval => approval is null
                ? NotAsked(person.Value)
                : WithdrawVote.Decide(approval, person, change.State.ContentHash),
            cancel);
        return await withdrawn.Then(latest => Show(tenant, change, latest, cancel));
    }

    private async Task<Outcome<ApprovalsView>> Show(
        TenantId tenant, Versioned<Change> change, Versioned<Approval>? latest, CancellationToken cancel)
    {
        var history = new List<StoredEvent>();
        for (var generation = 1; generation <= change.State.Generation; generation++)
            history.AddRange(await log.Timeline(tenant, IdOf(tenant, change, generation), 0, MostEvents, cancel));
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

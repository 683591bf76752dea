using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Approvals;

/// <summary>The authenticated HTTP routes of the practice.</summary>
public sealed class ApprovalFunctions(Api api, ApprovalDesk desk, ApprovalPolicies policies)
{
    private const string Policies = "v1/approval-policies";
    private const string Changes = "v1/changes/{id}";

    /// <summary>Makes or replaces an approval policy.</summary>
    [Function("PutApprovalPolicy"), Requires(Role.Admin)]
    [Accepts(typeof(PutApprovalPolicy)), Answers(200, typeof(ApprovalPolicyView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Policies + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var command = await api.Bind<PutApprovalPolicy>(request, change: true);
        var put = command.Then(c => policies.Put(key, c, cancel));
        return await put.Ok(policy => ApprovalPolicyView.Of(policy.State));
    }

    /// <summary>Shows an approval policy, or an earlier version of it.</summary>
    [Function("GetApprovalPolicy"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ApprovalPolicyView)), Query("version", "An earlier version; the current one when missing.")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Policies + "/{key}")] HttpRequest request,
        string key, CancellationToken cancel)
    {
        var version = QueryValues.Number(request, "version", 1, int.MaxValue);
        var found = version.Then(v => policies.Get(api.Caller(request), key, v, cancel));
        return await found.Ok(policy => ApprovalPolicyView.Of(policy.State));
    }

    /// <summary>Lists approval policies by key.</summary>
    [Function("ListApprovalPolicies"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(Page<ApprovalPolicyView>)), Query("limit", "1 to 200; 50 by default.")]
    [Query("cursor", "nextCursor of the page before.")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Policies)] HttpRequest request,
        CancellationToken cancel) =>
        await api.Paging(request).Then(paging => policies.List(api.Caller(request), paging, cancel)).Page(request);

    /// <summary>Shows how a change is being decided: stages, ballots, and all that happened.</summary>
    [Function("GetApprovals"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Auditor)]
    [Answers(200, typeof(ApprovalsView))]
    public async Task<IResult> Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Changes + "/approvals")] HttpRequest request,
        string id, CancellationToken cancel) =>
        await desk.Of(api.Caller(request).Tenant, id, cancel).Ok();

    /// <summary>Votes on a change as the person that the credential stands for.</summary>
    [Function("VoteOnChange"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester)]
    [Accepts(typeof(VoteOnChange)), Answers(200, typeof(ApprovalsView))]
    public async Task<IResult> Vote(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Changes + "/votes")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<VoteOnChange>(request);
        var voted = command.Then(c => desk.Vote(c, id, cancel));
        return await voted.Ok();
    }

    /// <summary>Takes back the vote of the person that the credential stands for, while the question is
    /// open.</summary>
    [Function("WithdrawVote"), Requires(Role.Admin, Role.Manager, Role.Agent, Role.Requester)]
    [Accepts(typeof(NoBody)), Answers(200, typeof(ApprovalsView))]
    public async Task<IResult> Withdraw(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Changes + "/votes/withdraw")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var command = await api.Bind<NoBody>(request);
        var withdrawn = command.Then(c => desk.Withdraw(c, id, cancel));
        return await withdrawn.Ok();
    }
}

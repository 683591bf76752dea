using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Mail;
using ItsmServerless.Kernel.Outcomes;
using ItsmServerless.Kernel.Storage;

namespace ItsmServerless.Approvals;

/// <summary>The approval policies of a tenant, each under a key.</summary>
public sealed class ApprovalPolicies(EventLog log, Lists lists, MailSettings mail)
{
    /// <summary>Makes or replaces; the key comes from the path.</summary>
    public async Task<Outcome<Versioned<ApprovalPolicy>>> Put(
        string key, Request<PutApprovalPolicy> request, CancellationToken cancel)
    {
        if (Check.Key("key", key).ToArray() is [var bad, ..]) return Problem.Validation(bad);
        if (request.Body.Untrusted(mail.AuthenticationServer is not null) is { } untrusted)
            return Problem.Validation(untrusted);
        return await log.Execute<ApprovalPolicy, ApprovalPolicyEvent>(
            request.Command, ApprovalPolicy.IdOf(key),
            current => PutApprovalPolicy.Decide(current, key, request.Body), cancel);
    }

    /// <summary>The policy as it is now, or a version of it.</summary>
    public Task<Outcome<Versioned<ApprovalPolicy>>> Get(
        Caller caller, string key, int? version, CancellationToken cancel) => version is { } old
        ? log.AsOf<ApprovalPolicy, ApprovalPolicyEvent, ApprovalPolicyPut>(
            caller.Tenant, ApprovalPolicy.IdOf(key), old, cancel)
        : log.Get<ApprovalPolicy, ApprovalPolicyEvent>(caller.Tenant, ApprovalPolicy.IdOf(key), cancel);

    /// <summary>One query, by key.</summary>
    public Task<Outcome<Page<ApprovalPolicyView>>> List(
        Caller caller, Paging paging, CancellationToken cancel) => lists.Read(
        caller.Tenant, [new(TableNames.Settings, [ApprovalPolicy.Kind])], paging,
        row => ApprovalPolicyView.Of(SettingsRow.Read<ApprovalPolicy>(row)), cancel);
}

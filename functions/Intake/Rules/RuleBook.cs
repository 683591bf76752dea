using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.EventLog;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Ids;
using ItsmServerless.Kernel.Outcomes;

namespace ItsmServerless.Intake.Rules;

/// <summary>The rules of a tenant.</summary>
public sealed class RuleBook(EventLog log)
{
    /// <summary>Replaces them all.</summary>
    public Task<Outcome<Versioned<IntakeRules>>> Put(Request<PutIntakeRules> request, CancellationToken cancel) =>
        log.Execute<IntakeRules, IntakeRulesEvent>(
            request.Command, IntakeRules.Id, _ => PutIntakeRules.Decide(request.Body), cancel);

    /// <summary>Those that are on; none, in version 0, when the tenant never put any. One point read.</summary>
    public async Task<Outcome<Versioned<IntakeRules>>> Get(Caller caller, CancellationToken cancel) =>
        await log.Find<IntakeRules, IntakeRulesEvent>(caller.Tenant, IntakeRules.Id, cancel) ??
        new Versioned<IntakeRules>(IntakeRules.Id, IntakeRules.None, 0);

    /// <summary>The same, for what arrives.</summary>
    public async Task<IntakeRules> Current(TenantId tenant, CancellationToken cancel) =>
        (await log.Find<IntakeRules, IntakeRulesEvent>(tenant, IntakeRules.Id, cancel))?.State ?? IntakeRules.None;
}

/// <summary>The rules as callers see them.</summary>
public sealed record IntakeRulesView(IReadOnlyList<IntakeRule> Rules, int Version)
{
    /// <summary>The view of the record.</summary>
    public static IntakeRulesView Of(Versioned<IntakeRules> rules) => new(rules.State.Rules, rules.Version);
}

using ItsmServerless.Intake.Alerts;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Intake.Rules;

/// <summary>What is done with alerts is said here, and tried out before.</summary>
public sealed class IntakeRuleFunctions(
    Api api, RuleBook rules, RuleTrial ruleTrial, AlertTrial alertTrial, IntakeSources sources)
{
    private const string Rules = "v1/intake-rules";

    /// <summary>Replaces the rules; they count for what comes from then on.</summary>
    [Function("PutIntakeRules"), Requires(Role.Admin)]
    [Accepts(typeof(PutIntakeRules)), Answers(200, typeof(IntakeRulesView))]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = Rules)] HttpRequest request, CancellationToken cancel)
    {
        var command = await api.Bind<PutIntakeRules>(request, change: true);
        return await command.Then(c => rules.Put(c, cancel)).Ok(IntakeRulesView.Of);
    }

    /// <summary>Shows the rules.</summary>
    [Function("GetIntakeRules"), Requires(Role.Admin, Role.Manager, Role.Auditor), Answers(200, typeof(IntakeRulesView))]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Rules)] HttpRequest request, CancellationToken cancel) =>
        await rules.Get(api.Caller(request), cancel).Ok(IntakeRulesView.Of);

    /// <summary>Says what rules would have done with what came in, without doing it.</summary>
    [Function("TryIntakeRules"), Requires(Role.Admin), Accepts(typeof(TryIntakeRules)), Answers(200, typeof(TriedRules))]
    public async Task<IResult> TryRules(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Rules + "/try")] HttpRequest request,
        CancellationToken cancel)
    {
        var command = await api.Bind<TryIntakeRules>(request);
        return await command.Then(c => ruleTrial.Try(c, cancel)).Ok();
    }

    /// <summary>Says what a message to this source would become, and why, without keeping it.</summary>
    [Function("TryIntakeSource"), Requires(Role.Admin), Accepts(typeof(TryMessage)), Answers(200, typeof(TriedMessage))]
    public async Task<IResult> TrySource(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "v1/intake-sources/{id}/try")] HttpRequest request,
        string id, CancellationToken cancel)
    {
        var known = await sources.Get(api.Caller(request), id, cancel);
        var command = known.Then(_ => api.Bind<TryMessage>(request));
        return await command.Then(c => alertTrial.Try(c, id, cancel)).Ok();
    }
}

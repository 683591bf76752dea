using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Limits;

/// <summary>Lets a caller's request pass as fast as the plan allows, before anything of it is read.</summary>
/// <remarks>Comes after authentication. Where the credential is in the path, whoever reads that asks.</remarks>
public sealed class LimitsMiddleware(Gatekeeper gate, TrafficKinds kinds, FunctionPolicies policies, CallTally tally)
    : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var function = context.FunctionDefinition.Name;
        if (context.GetHttpContext() is not { } http || policies.IsAnonymous(function)) await next(context);
        else await Limited(http, function, () => next(context));
    }

    private async Task Limited(HttpContext http, string function, Func<Task> next)
    {
        var caller = Authentication.CallerOf(http);
        var quota = kinds.QuotaOf(function, http.Request, caller.Role);
        using var admission = await gate.Admit(
            caller.Tenant, caller.KeyId, TrafficKinds.Of(http.Request), quota, http.RequestAborted, kinds.Waits(function));
        admission.Announce(http.Response);
        if (admission.Refusal is { } refusal)
        {
            await new ProblemAnswer(refusal).ExecuteAsync(http);
            return;
        }
        await next();
        tally.Count(caller.Tenant);
    }
}

using ItsmServerless.Kernel.Auth;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Http;

/// <summary>Lets a request pass when the function's policy lets its caller.</summary>
/// <remarks>Comes after authentication, and after the limits: whoever is refused used up a request as well.</remarks>
public sealed class PolicyMiddleware(FunctionPolicies policies) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var (http, function) = (context.GetHttpContext(), context.FunctionDefinition.Name);
        if (http is null || policies.IsAnonymous(function)) await next(context);
        else if (policies.Refusal(function, Authentication.CallerOf(http)) is { } refusal) await new ProblemAnswer(refusal).ExecuteAsync(http);
        else await next(context);
    }
}

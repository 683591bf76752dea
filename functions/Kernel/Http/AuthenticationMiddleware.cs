using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Http;

/// <summary>Finds out who sends a request, where the function's policy wants to know.</summary>
public sealed class AuthenticationMiddleware(Authentication authentication, FunctionPolicies policies) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && await Refusal(http, context.FunctionDefinition.Name) is { } problem)
            await new ProblemAnswer(problem).ExecuteAsync(http);
        else await next(context);
    }

    private async Task<Problem?> Refusal(HttpContext http, string function)
    {
        if (Authentication.KeyInUrl(http.Request) is { } inUrl) return inUrl;
        if (policies.IsAnonymous(function)) return null;
        return (await authentication.Authenticate(http)).Problem;
    }
}

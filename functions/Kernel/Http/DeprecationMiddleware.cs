using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ItsmServerless.Kernel.Http;

/// <summary>Says with every answer of a route that is deprecated, refusals too, until when it is there.</summary>
public sealed class DeprecationMiddleware(Deprecations deprecations) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (deprecations.Of(context.FunctionDefinition.Name) is { } notice && context.GetHttpContext() is { } http)
            http.Response.OnStarting(() => Say(notice, http.Response.Headers));
        return next(context);
    }

    private static Task Say(DeprecatedAttribute notice, IHeaderDictionary headers)
    {
        headers["Deprecation"] = notice.Deprecation;
        headers["Sunset"] = notice.Sunset;
        return Task.CompletedTask;
    }
}

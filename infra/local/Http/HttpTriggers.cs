using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>Makes an endpoint of every function that an HTTP request starts.</summary>
internal sealed class HttpTriggers(
    FunctionInvoker invoker,
    Quiescence quiescence,
    HostKeys keys,
    HostSettings settings,
    Drain drain,
    ParameterPolicyFactory policies)
{
    /// <summary>The key under which ASP.NET Core integration keeps the request for <c>GetHttpContext</c>.</summary>
    private const string HttpContextItem = "HttpRequestContext";

    private const string SecondsUntilRetry = "5";

    /// <summary>Maps them.</summary>
    /// <exception cref="StartFailedException">A function cannot be hosted; the message names it.</exception>
    public void Map(IEndpointRouteBuilder endpoints, FunctionCatalog catalog)
    {
        var taken = new TakenRoutes();
        foreach (var (function, trigger) in catalog.StartedBy<HttpTriggerAttribute>())
        {
            HttpAnswer.RefuseUnwritable(function);
            HostKeys.RefuseUnknown(function, trigger);
            var pattern = HttpRoute.Of(function, trigger, settings.RoutePrefix, policies);
            taken.Add(function, trigger, pattern);
            Map(endpoints, function, trigger, pattern);
        }
    }

    private void Map(
        IEndpointRouteBuilder endpoints, LocalFunction function, HttpTriggerAttribute trigger, RoutePattern pattern)
    {
        RequestDelegate run = http => RunAsync(function, trigger, http);
        endpoints.Map(pattern, run).WithDisplayName(function.Name);
    }

    private async Task RunAsync(LocalFunction function, HttpTriggerAttribute trigger, HttpContext http)
    {
        if (!keys.Admit(http.Request, function.Name, trigger.AuthLevel))
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (drain.TryEnter())
        {
            await InvokeTrackedAsync(function, http);
        }
        else
        {
            RefuseWhileEnding(http.Response);
        }
    }

    private async Task InvokeTrackedAsync(LocalFunction function, HttpContext http)
    {
        using var work = quiescence.Track();
        try
        {
            await InvokeAsync(function, http);
        }
        finally
        {
            drain.Leave();
        }
    }

    private static void RefuseWhileEnding(HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.Headers.RetryAfter = SecondsUntilRetry;
        response.Headers.Connection = "close";
    }

    /// <summary>The function's result is written outside all middleware, as ASP.NET Core integration does it.</summary>
    private async Task InvokeAsync(LocalFunction function, HttpContext http)
    {
        var context = new LocalFunctionContext(
            function, http.Request, new HttpBindingData(http.Request), http.RequestAborted);
        context.Items[HttpContextItem] = http;
        try
        {
            await invoker.InvokeAsync(context);
            await HttpAnswer.WriteAsync(context.Result, http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
        }
    }
}

using ItsmServerless.Local.Clock;
using ItsmServerless.Local.Hosting;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Local.Http;

/// <summary>Makes an endpoint of every function that an HTTP request starts.</summary>
internal sealed class HttpTriggers(FunctionInvoker invoker, Quiescence quiescence)
{
    /// <summary>The key under which ASP.NET Core integration keeps the request for <c>GetHttpContext</c>.</summary>
    private const string HttpContextItem = "HttpRequestContext";

    /// <summary>Maps them.</summary>
    /// <exception cref="StartFailedException">A function cannot be hosted; the message names it.</exception>
    public void Map(IEndpointRouteBuilder endpoints, FunctionCatalog catalog, string routePrefix)
    {
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (function, trigger) in catalog.StartedBy<HttpTriggerAttribute>())
        {
            var pattern = HttpRoute.Of(function, trigger, routePrefix);
            HttpRoute.RefuseTaken(taken, function, trigger, pattern);
            Map(endpoints, function, trigger.Methods, pattern);
        }
    }

    private void Map(IEndpointRouteBuilder endpoints, LocalFunction function, string[]? methods, RoutePattern pattern)
    {
        RequestDelegate run = http => RunAsync(function, http);
        var endpoint = endpoints.Map(pattern, run).WithDisplayName(function.Name);
        if (methods is { Length: > 0 })
            endpoint.WithMetadata(new HttpMethodMetadata(methods.Select(method => method.ToUpperInvariant())));
    }

    /// <summary>The function's result is written outside all middleware, as ASP.NET Core integration does it.</summary>
    private async Task RunAsync(LocalFunction function, HttpContext http)
    {
        using var work = quiescence.Track();
        var context = new LocalFunctionContext(
            function, http.Request, Texts(http.Request.RouteValues), http.RequestAborted);
        context.Items[HttpContextItem] = http;
        try
        {
            await invoker.InvokeAsync(context);
            if (context.Result is IResult result)
                await result.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; nobody reads an answer.
        }
    }

    private static Dictionary<string, object?> Texts(RouteValueDictionary values) =>
        values.ToDictionary(
            value => value.Key, object? (value) => value.Value?.ToString(), StringComparer.OrdinalIgnoreCase);
}

using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.Http;

/// <summary>What answers where no other function does.</summary>
public sealed class FallbackFunctions(Routes routes)
{
    /// <summary>405 with the methods that are known for the path, or 404.</summary>
    [Function("Fallback"), Anonymous("It says nothing but that there is nothing; a credential would not change that.")]
    public IResult Fallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", "post", "put", "patch", "delete", "options", Route = "{*path}")] HttpRequest request) =>
        routes.MethodsOf(request.Path) is { Count: > 0 } methods ? new WrongMethod(methods) : new ProblemAnswer(Problem.NotFound("such path"));

    private sealed class WrongMethod(IReadOnlyCollection<string> methods) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.Allow = string.Join(", ", methods);
            var detail = $"The path takes {string.Join(", ", methods)}.";
            return new ProblemAnswer(new(ProblemCode.MethodNotAllowed, detail)).ExecuteAsync(httpContext);
        }
    }
}

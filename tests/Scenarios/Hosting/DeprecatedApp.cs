using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A route that will go, and one that stays.</summary>
public static class DeprecatedApp
{
    [Function("OldRoute"), Deprecated("2027-01-31", sunset: "2028-01-31", "Use /new.")]
    public static IResult Old([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "old/{status:int}")] HttpRequest request, int status) =>
        Results.StatusCode(status);

    [Function("NewRoute")]
    public static IResult New([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "new")] HttpRequest request) => Results.Ok();
}

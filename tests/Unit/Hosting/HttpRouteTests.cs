using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class HttpRouteTests : IDisposable
{
    private readonly ServiceProvider _services =
        new ServiceCollection().AddLogging().AddRouting().BuildServiceProvider();

    public void Dispose() => _services.Dispose();

    [Theory]
    [InlineData("Named", "api", "api/Named")]
    [InlineData("Named", "", "Named")]
    [InlineData("Routed", "api", "api/a/{id:int}")]
    public void Route_IsPrefixAndTemplate_OrTheName(string function, string prefix, string expected) =>
        Assert.Equal(expected, Of(function, prefix));

    [Theory]
    [InlineData("Broken", "its route a/{id is no template: ")]
    [InlineData("Unknown", "the constraint prime in its route a/{id:prime} cannot be made: ")]
    [InlineData("Wrong", "the constraint length(long) in its route a/{id:length(long)} cannot be made: ")]
    [InlineData("OfTheHost", "its route Administration is one of the Functions host's own.")]
    public void Route_ThatAzureWouldNotServe_StopsTheStartByName(string function, string expected)
    {
        var refused = Assert.Throws<StartFailedException>(() => Of(function, ""));
        Assert.StartsWith($"Function {function} cannot be hosted here: {expected}", refused.Message);
    }

    [Theory]
    [InlineData("Again", "GET A/{number:int} is the route of Routed already.")]
    [InlineData("OtherNumber", "GET a/{id:decimal} is the route of Routed already.")]
    [InlineData("AnyMethod", "any method of a/{id:int} is the route of Routed already.")]
    public void Route_ThatIsTaken_StopsTheStartByName_HoweverItsParametersAreCalled(string function, string expected)
    {
        var taken = new TakenRoutes();
        Take(taken, "Routed");
        Take(taken, "Other");
        Take(taken, "Posted");
        var refused = Assert.Throws<StartFailedException>(() => Take(taken, function));
        Assert.Equal($"Function {function} cannot be hosted here: {expected}", refused.Message);
    }

    [Theory]
    [InlineData("Texts", "it returns String instead of an IResult or IActionResult.")]
    [InlineData("Objects", "it returns Object instead of an IResult or IActionResult.")]
    [InlineData("Generic", "it returns ActionResult`1 instead of an IResult or IActionResult.")]
    public void Answer_ThatAzureWouldDrop_StopsTheStartByName(string function, string expected)
    {
        var refused = Assert.Throws<StartFailedException>(() => HttpAnswer.RefuseUnwritable(Find(function).Function));
        Assert.Equal($"Function {function} cannot be hosted here: {expected}", refused.Message);
    }

    [Fact]
    public void Level_ThatFunctionsForgot_StopsTheStartByName()
    {
        var (function, trigger) = Find("SignedIn");
        var refused = Assert.Throws<StartFailedException>(() => HostKeys.RefuseUnknown(function, trigger));
        Assert.StartsWith("Function SignedIn cannot be hosted here: it asks for User", refused.Message);
    }

    private void Take(TakenRoutes taken, string name)
    {
        var (function, trigger) = Find(name);
        taken.Add(function, trigger, HttpRoute.Of(function, trigger, "", Policies));
    }

    private ParameterPolicyFactory Policies => _services.GetRequiredService<ParameterPolicyFactory>();

    private string? Of(string name, string prefix)
    {
        var (function, trigger) = Find(name);
        return HttpRoute.Of(function, trigger, prefix, Policies).RawText;
    }

    private static (LocalFunction Function, HttpTriggerAttribute Trigger) Find(string name) =>
        FunctionCatalog.Of(typeof(Functions)).StartedBy<HttpTriggerAttribute>()
            .Single(one => one.Function.Name == name);

    public static class Functions
    {
        [Function("Named")]
        public static IResult Named([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Ok();

        [Function("Routed")]
        public static IResult Routed(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{id:int}")] HttpRequest request, int id) =>
            Results.Ok(id);

        [Function("Other")]
        public static IResult Other(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{id:guid}")] HttpRequest request, Guid id) =>
            Results.Ok(id);

        [Function("Posted")]
        public static IResult Posted(
            [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "a/{id:int}")] HttpRequest request, int id) =>
            Results.Ok(id);

        [Function("Again")]
        public static IResult Again(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "A/{number:int}")] HttpRequest request,
            int number) =>
            Results.Ok(number);

        [Function("OtherNumber")]
        public static IResult OtherNumber(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "a/{id:decimal}")] HttpRequest request,
            decimal id) =>
            Results.Ok(id);

        [Function("AnyMethod")]
        public static IResult AnyMethod(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id:int}")] HttpRequest request, int id) =>
            Results.Ok(id);

        [Function("Broken")]
        public static IResult Broken(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id")] HttpRequest request, string id) =>
            Results.Ok(id);

        [Function("Unknown")]
        public static IResult Unknown(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id:prime}")] HttpRequest request, int id) =>
            Results.Ok(id);

        [Function("Wrong")]
        public static IResult Wrong(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "a/{id:length(long)}")] HttpRequest request,
            string id) =>
            Results.Ok(id);

        [Function("OfTheHost")]
        public static IResult OfTheHost(
            [HttpTrigger(AuthorizationLevel.Anonymous, Route = "Administration")] HttpRequest request) => Results.Ok();

        [Function("SignedIn")]
        public static IResult SignedIn([HttpTrigger(AuthorizationLevel.User)] HttpRequest request) => Results.Ok();

        [Function("Texts")]
        public static string Texts([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "";

        [Function("Objects")]
        public static Task<object> Objects([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            Task.FromResult<object>(request);

        [Function("Generic")]
        public static ActionResult<int> Generic([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => 1;
    }
}

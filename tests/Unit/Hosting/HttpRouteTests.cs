using ItsmServerless.Local;
using ItsmServerless.Local.Hosting;
using ItsmServerless.Local.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.Hosting;

public sealed class HttpRouteTests
{
    [Theory]
    [InlineData("Named", "api", "api/Named")]
    [InlineData("Named", "", "Named")]
    [InlineData("Routed", "api", "api/a/{id:int}")]
    public void Route_IsPrefixAndTemplate_OrTheName(string function, string prefix, string expected) =>
        Assert.Equal(expected, Of(function, prefix));

    [Theory]
    [InlineData("Keyed", "it asks for a key of the host (Function), which has none here.")]
    [InlineData("Texts", "it returns String instead of an IResult.")]
    public void Route_OfWhatCannotBeHosted_StopsTheStartByName(string function, string expected)
    {
        var refused = Assert.Throws<StartFailedException>(() => Of(function, ""));
        Assert.Equal($"Function {function} cannot be hosted here: {expected}", refused.Message);
    }

    [Fact]
    public void Route_ThatIsTaken_StopsTheStartByName_HoweverItsParametersAreCalled()
    {
        var taken = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        Take(taken, "Routed");
        Take(taken, "Other");
        var refused = Assert.Throws<StartFailedException>(() => Take(taken, "Again"));
        Assert.Equal(
            "Function Again cannot be hosted here: GET A/{number:int} is the route of Routed already.",
            refused.Message);
    }

    private static void Take(Dictionary<string, string> taken, string name)
    {
        var (function, trigger) = Find(name);
        HttpRoute.RefuseTaken(taken, function, trigger, HttpRoute.Of(function, trigger, ""));
    }

    private static string? Of(string name, string prefix)
    {
        var (function, trigger) = Find(name);
        return HttpRoute.Of(function, trigger, prefix).RawText;
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

        [Function("Again")]
        public static IResult Again(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "A/{number:int}")] HttpRequest request,
            int number) =>
            Results.Ok(number);

        [Function("Keyed")]
        public static IResult Keyed([HttpTrigger] HttpRequest request) => Results.Ok();

        [Function("Texts")]
        public static string Texts([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => "";
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>A function for every constraint that a route of Functions may have.</summary>
/// <remarks>https://learn.microsoft.com/aspnet/core/fundamentals/routing#route-constraints</remarks>
public static class ConstraintApp
{
    [Function("Int")]
    public static IResult Int([HttpTrigger(Level.Anonymous, Route = "int/{v:int}")] HttpRequest request, int v) =>
        Ok(v);

    [Function("Long")]
    public static IResult Long([HttpTrigger(Level.Anonymous, Route = "long/{v:long}")] HttpRequest request, long v) =>
        Ok(v);

    [Function("Guid")]
    public static IResult Guid([HttpTrigger(Level.Anonymous, Route = "guid/{v:guid}")] HttpRequest request, Guid v) =>
        Ok(v);

    [Function("Bool")]
    public static IResult Bool([HttpTrigger(Level.Anonymous, Route = "bool/{v:bool}")] HttpRequest request, bool v) =>
        Ok(v);

    [Function("DateTime")]
    public static IResult DateTime(
        [HttpTrigger(Level.Anonymous, Route = "datetime/{v:datetime}")] HttpRequest request, DateTime v) => Ok(v);

    [Function("Decimal")]
    public static IResult Decimal(
        [HttpTrigger(Level.Anonymous, Route = "decimal/{v:decimal}")] HttpRequest request, decimal v) => Ok(v);

    [Function("Double")]
    public static IResult Double(
        [HttpTrigger(Level.Anonymous, Route = "double/{v:double}")] HttpRequest request, double v) => Ok(v);

    [Function("Float")]
    public static IResult Float(
        [HttpTrigger(Level.Anonymous, Route = "float/{v:float}")] HttpRequest request, float v) => Ok(v);

    [Function("Alpha")]
    public static IResult Alpha([HttpTrigger(Level.Anonymous, Route = "alpha/{v:alpha}")] HttpRequest request) => Ok();

    [Function("Length")]
    public static IResult Length(
        [HttpTrigger(Level.Anonymous, Route = "length/{v:length(2,4)}")] HttpRequest request) => Ok();

    [Function("MinLength")]
    public static IResult MinLength(
        [HttpTrigger(Level.Anonymous, Route = "minlength/{v:minlength(3)}")] HttpRequest request) => Ok();

    [Function("MaxLength")]
    public static IResult MaxLength(
        [HttpTrigger(Level.Anonymous, Route = "maxlength/{v:maxlength(3)}")] HttpRequest request) => Ok();

    [Function("Min")]
    public static IResult Min([HttpTrigger(Level.Anonymous, Route = "min/{v:min(5)}")] HttpRequest request) => Ok();

    [Function("Max")]
    public static IResult Max([HttpTrigger(Level.Anonymous, Route = "max/{v:max(5)}")] HttpRequest request) => Ok();

    [Function("Range")]
    public static IResult Range([HttpTrigger(Level.Anonymous, Route = "range/{v:range(1,3)}")] HttpRequest request) =>
        Ok();

    [Function("Regex")]
    public static IResult Regex(
        [HttpTrigger(Level.Anonymous, Route = @"regex/{v:regex(^\d{{3}}$)}")] HttpRequest request) => Ok();

    [Function("Required")]
    public static IResult Required(
        [HttpTrigger(Level.Anonymous, Route = "required/{v:required}")] HttpRequest request) => Ok();

    private static IResult Ok(object? value = null) => Results.Ok(value);
}

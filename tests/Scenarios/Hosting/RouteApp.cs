using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Level = Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace ItsmServerless.Tests.Scenarios.Hosting;

/// <summary>Routes of every form; each answers with what it was given.</summary>
public static class RouteApp
{
    [Function("WithoutRoute")]
    public static IResult WithoutRoute([HttpTrigger(Level.Anonymous)] HttpRequest request) =>
        Results.Text($"named {request.Method}");

    [Function("Literal")]
    public static IResult Literal([HttpTrigger(Level.Anonymous, "get", Route = "parts/new")] HttpRequest request) =>
        Results.Text("literal");

    [Function("Part")]
    public static IResult Part(
        [HttpTrigger(Level.Anonymous, "get", "PUT", Route = "parts/{name}")] HttpRequest request, string name) =>
        Results.Text($"{request.Method} part {name}");

    [Function("Delete")]
    public static IResult Delete(
        [HttpTrigger(Level.Anonymous, "delete", Route = "parts/{name}")] HttpRequest request, string name) =>
        Results.Text($"deleted {name}");

    [Function("Optional")]
    public static IResult Optional(
        [HttpTrigger(Level.Anonymous, "get", Route = "optional/{number:int?}")] HttpRequest request, int? number) =>
        Results.Text($"number {number}");

    [Function("Default")]
    public static IResult Default(
        [HttpTrigger(Level.Anonymous, "get", Route = "default/{page:int=1}/{size:int?}")] HttpRequest request,
        int page, int size = 20) =>
        Results.Text($"page {page} of {size}");

    [Function("Rest")]
    public static IResult Rest(
        [HttpTrigger(Level.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string? path) =>
        Results.Text($"file {path}");

    [Function("Mixed")]
    public static IResult Mixed(
        [HttpTrigger(Level.Anonymous, "get", Route = "mixed/{name}.{ending:length(3)}")] HttpRequest request,
        string name, string ending) =>
        Results.Text($"{name} as {ending}");

    [Function("Action")]
    public static Task<IActionResult> Action([HttpTrigger(Level.Anonymous, "get")] HttpRequest request) =>
        Task.FromResult<IActionResult>(new ObjectResult(new { of = "mvc" }) { StatusCode = 418 });

    [Function("Nothing")]
    public static ValueTask Nothing([HttpTrigger(Level.Anonymous, "get")] HttpRequest request) => default;

    [Function("Failure")]
    public static IResult Failure([HttpTrigger(Level.Anonymous, "get")] HttpRequest request) =>
        throw new InvalidDataException("nobody's business");
}

using ItsmServerless.Kernel.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The description of the API, for programs and for people.</summary>
public sealed class OpenApiFunctions(OpenApiDocument document)
{
    private const string Public = "It describes the API, the same for everybody, and holds nobody's data.";

    /// <summary>This document.</summary>
    [Function("OpenApi"), Anonymous(Public), Answers(200, typeof(object))]
    public IResult Document(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi/v1.json")] HttpRequest request) =>
        new StaticAnswer(document.Utf8, "application/json");

    /// <summary>A page to read this document and try it.</summary>
    [Function("Docs"), Anonymous(Public), Answers(200, MediaType = "text/html")]
    public IResult Docs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs")] HttpRequest request) =>
        DocsPage.Html;

    /// <summary>The script of that page.</summary>
    [Function("DocsScript"), Anonymous(Public), Answers(200, MediaType = "text/javascript")]
    public IResult Script(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "docs/scalar.js")] HttpRequest request) =>
        DocsPage.Script;
}

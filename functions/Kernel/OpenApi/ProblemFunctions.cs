using ItsmServerless.Kernel.Http;
using ItsmServerless.Kernel.Outcomes;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>Explains refusals, at the addresses that problem documents name as their <c>type</c>.</summary>
public sealed class ProblemFunctions(ProblemGuide guide)
{
    private const string Public = "It explains the API, the same for everybody, and holds nobody's data.";

    /// <summary>Every problem there is, as a page.</summary>
    [Function("ListProblems"), Anonymous(Public), Answers(200, MediaType = "text/html")]
    public IResult List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "problems")] HttpRequest request) =>
        ProblemPages.Index(guide.All);

    /// <summary>What a problem means and what to do, as a page.</summary>
    [Function("ShowProblem"), Anonymous(Public), Answers(200, MediaType = "text/html")]
    public IResult Show(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "problems/{code}")] HttpRequest request, string code) =>
        guide.Find(code) is { } problem ? ProblemPages.Of(problem) : new ProblemAnswer(Problem.NotFound("such problem"));
}

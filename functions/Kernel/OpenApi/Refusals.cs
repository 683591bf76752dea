using System.Text.Json;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Http;

namespace ItsmServerless.Kernel.OpenApi;

/// <summary>The problem documents a route may answer with, one shared description a status.</summary>
internal static class Refusals
{
    /// <summary>Stands for every status that is not listed.</summary>
    public const int AnyStatus = 0;

    private static readonly ILookup<int, ExplainedProblem> Problems =
        new ProblemGuide().All.ToLookup(problem => problem.Status);

    /// <summary>The statuses to expect of a route, by what it takes.</summary>
    public static IEnumerable<int> Of(Route route, bool takesBody)
    {
        var isAnonymous = route.Handler.IsDefined(typeof(AnonymousAttribute), inherit: false);
        var acts = route.Method is not ("GET" or "HEAD" or "OPTIONS");
        return
        [
            .. isAnonymous ? Array.Empty<int>() : [400, 401, 403],
            .. route.Template.Contains('{') ? [404] : Array.Empty<int>(),
            .. acts ? [409] : Array.Empty<int>(),
            .. acts && (Parameters.WantsIfMatch(route) || route.Method == "PUT") ? [412] : Array.Empty<int>(),
            .. takesBody ? [413, 415, 422] : Array.Empty<int>(),
            .. acts && (Parameters.WantsIfMatch(route) || route.Method == "PUT") ? [428] : Array.Empty<int>(),
            .. isAnonymous && !acts ? Array.Empty<int>() : [429],
            503,
        ];
    }

    /// <summary>A reference to the shared description.</summary>
    public static JsonObject Reference(int status) => new() { ["$ref"] = $"#/components/responses/{NameOf(status)}" };

    /// <summary>The shared descriptions.</summary>
    public static JsonObject Components(Schemas schemas) => new(Problems.Select(group => group.Key).Order().Prepend(AnyStatus)
        .Select(status => KeyValuePair.Create(NameOf(status), (JsonNode?)Response(status, schemas))));

    private static string NameOf(int status) => status == AnyStatus ? "Problem" : $"Problem{status}";

    private static JsonObject Response(int status, Schemas schemas)
    {
        var body = new JsonObject { ["schema"] = schemas.OfAnswer(typeof(ProblemDocument)) };
        if (status != AnyStatus)
            body["examples"] = new JsonObject(Problems[status].Select(Example));
        return new()
        {
            ["description"] = status == AnyStatus
                ? "Refused. Every code is explained at /problems."
                : $"Refused: {string.Join(", ", Problems[status].Select(problem => problem.Code))}.",
            ["headers"] = LimitHeaders.OfRefusal(status),
            ["content"] = new JsonObject { [ProblemAnswer.MediaType] = body },
        };
    }

    private static KeyValuePair<string, JsonNode?> Example(ExplainedProblem problem) =>
        KeyValuePair.Create(problem.Code, (JsonNode?)new JsonObject
        {
            ["summary"] = problem.Meaning,
            ["value"] = JsonSerializer.SerializeToNode(problem.Example, Json.Options),
        });
}

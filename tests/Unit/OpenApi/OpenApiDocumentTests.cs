using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Xunit;

namespace ItsmServerless.Tests.Unit.OpenApi;

public sealed class OpenApiDocumentTests
{
    [Fact]
    public void Document_IsReadByAnotherLibraryWithoutErrors()
    {
        var read = Microsoft.OpenApi.OpenApiDocument.Parse(Document.Text, "json");

        Assert.NotNull(read.Document);
        Assert.Empty(read.Diagnostic!.Errors);
        Assert.Equal(OpenApiSpecVersion(), read.Diagnostic.SpecificationVersion.ToString());
    }

    [Fact]
    public void Document_HasEveryHttpFunction_AndNothingElse()
    {
        var functions = from type in typeof(ItsmApp).Assembly.GetTypes()
                        from method in type.GetMethods()
                        where method.IsDefined(typeof(FunctionAttribute))
                        from parameter in method.GetParameters()
                        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
                        where trigger is not null && !trigger.Route!.StartsWith("{*", StringComparison.Ordinal)
                        from verb in trigger.Methods!
                        select $"{verb.ToUpperInvariant()} /{trigger.Route}";

        Assert.Equal(functions.Order(StringComparer.Ordinal), Document.Operations.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void OperationIds_AreUnique()
    {
        var ids = Document.Operations.Values.Select(operation => operation["operationId"]!.GetValue<string>()).ToArray();

        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void Operations_SayWhatTheyDo_AndWhatTheyAnswer()
    {
        foreach (var (name, operation) in Document.Operations)
        {
            Assert.False(string.IsNullOrEmpty(operation["summary"]?.GetValue<string>()), $"{name} has no summary.");
            Assert.True(operation["responses"]!.AsObject().Any(answer => answer.Key[0] == '2'), $"{name} declares no success.");
        }
    }

    [Fact]
    public void Operations_ThatTakeABodyUnderV1_DescribeIt()
    {
        var silent = Document.Operations
            .Where(pair => pair.Key.StartsWith("PUT ", StringComparison.Ordinal)
                || pair.Key.StartsWith("PATCH ", StringComparison.Ordinal))
            .Where(pair => !pair.Value.ContainsKey("requestBody"));

        Assert.Empty(silent.Select(pair => pair.Key));
    }

    [Fact]
    public void Answers_OfSeveralMediaTypes_AreAllDescribed() => Assert.Equal(
        ["application/json", "text/csv", "text/html"],
        Document.Operations["GET /v1/service-levels/report"]["responses"]!["200"]!["content"]!.AsObject().Select(type => type.Key));

    [Theory]
    [InlineData("GET /v1/incidents/{id}", "200", "ETag")]
    [InlineData("POST /v1/incidents", "201", "Location")]
    [InlineData("GET /v1/incidents", "200", "Link")]
    public void Headers_OfAnswers_AreDescribed(string operation, string status, string header) =>
        Assert.NotNull(Document.Operations[operation]["responses"]![status]!["headers"]![header]);

    [Fact]
    public void Operations_ThatAskWhoIsThere_SayWhatMayBeAsked()
    {
        foreach (var (name, operation) in Document.Operations.Where(pair => pair.Value["security"] is null))
        {
            var responses = operation["responses"]!.AsObject();
            Assert.True(responses.ContainsKey("429") && responses.ContainsKey("503"), $"{name} has no 429 or 503.");
            Assert.All(responses.Where(answer => answer.Key[0] == '2'), answer =>
                Assert.Subset(
                    answer.Value!["headers"]!.AsObject().Select(header => header.Key).ToHashSet(StringComparer.Ordinal),
                    new HashSet<string>(["RateLimit", "RateLimit-Policy"], StringComparer.Ordinal)));
        }
        foreach (var status in new[] { "429", "503" })
            Assert.NotNull(Document.Json["components"]!["responses"]![$"Problem{status}"]!["headers"]!["Retry-After"]);
    }

    [Fact]
    public void References_LeadSomewhere()
    {
        foreach (var reference in Document.Objects(Document.Json)
            .Select(found => found["$ref"]).OfType<JsonValue>().Select(value => value.GetValue<string>()))
        {
            var target = reference.Split('/').Skip(1)
                .Aggregate((JsonNode?)Document.Json, (node, name) => node?[name]);
            Assert.True(target is not null, $"{reference} leads nowhere.");
        }
    }

    [Fact]
    public void Parameters_AreNamedOnce()
    {
        foreach (var (name, operation) in Document.Operations)
        {
            var named = (operation["parameters"]?.AsArray() ?? [])
                .Select(parameter => $"{name}: {parameter!["in"]!.GetValue<string>()} {parameter["name"]!.GetValue<string>()}").ToArray();
            Assert.Equal(named.Distinct(StringComparer.Ordinal), named);
        }
    }

    [Fact]
    public void PathParameters_AreThoseOfThePath()
    {
        foreach (var (name, operation) in Document.Operations)
        {
            var declared = (operation["parameters"]?.AsArray() ?? [])
                .Where(parameter => parameter!["in"]!.GetValue<string>() == "path")
                .Select(parameter => $"{{{parameter!["name"]!.GetValue<string>()}}}");
            Assert.Equal(name.Split('/').Where(segment => segment.StartsWith('{')), declared);
        }
    }

    private static string OpenApiSpecVersion() => "OpenApi3_1";
}

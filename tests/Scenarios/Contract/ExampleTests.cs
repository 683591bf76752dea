using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every body and every answer of the OpenAPI document has an example, and it is one.</summary>
public sealed class ExampleTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    private JsonObject Schemas => world.Routes[0].Document["components"]!["schemas"]!.AsObject();

    [Fact]
    public void Bodies_AndAnswers_HaveExamples() =>
        Assert.DoesNotContain(Shown(), schema => Schemas[schema]!["examples"] is null);

    [Fact]
    public void Examples_FitTheirSchemas()
    {
        var definitions = Schemas.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var complaints = new List<string>();
        foreach (var (name, schema) in Schemas.Where(schema => schema.Value!["examples"] is not null))
        {
            var rule = JsonSchema.FromText($$"""{"$ref":"#/$defs/{{name}}","$defs":{{definitions}}}""");
            using var example = JsonDocument.Parse(schema!["examples"]![0]!.ToJsonString());
            var found = rule.Evaluate(example.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
            if (!found.IsValid) complaints.Add($"{name}: {string.Join("; ", Complaints(found))}");
        }
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    private static IEnumerable<string> Complaints(EvaluationResults results) =>
        from part in results.Details ?? [] from error in part.Errors ?? [] select $"{part.InstanceLocation} {error.Value}";

    private IEnumerable<string> Shown() => world.Routes.SelectMany(route => route.AnswerSchemas.Append(route.BodySchema)
        .OfType<string>().Select(schema => schema.StartsWith("PageOf", StringComparison.Ordinal) ? route.ItemSchema(schema)! : schema))
        .Distinct(StringComparer.Ordinal);
}

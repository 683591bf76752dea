using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ItsmServerless.Tests.Scenarios.Fixtures;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Writes the examples of the OpenAPI document from what the product takes and answers.</summary>
public sealed partial class ExampleRecorder(ContractWorld world) : IClassFixture<ContractWorld>
{
    private const string File = "functions/Kernel/OpenApi/examples.json";

    private static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What some lists want to be asked.</summary>
    private static readonly Dictionary<string, string> Questions = new(StringComparer.Ordinal)
    {
        ["/v1/changes/calendar"] = "?from=2040-01-01T00:00:00Z&to=2040-02-01T00:00:00Z",
        ["/v1/changes/success-rates"] = "?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z",
    };

    private static readonly (Regex Own, string Shown)[] OfThisRun =
    [
        (Now(), "2026-11-22T09:30:00Z"), (Host(), "https://itsm.example.org"), (Key(), "itsm_live_0Qm3xV9dTz1k_…"),
        (KeyId(), "api-key:0Qm3xV9dTz1k"), (Token(), "…"), (Secret(), "…"),
        (Hash(), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
    ];

    private readonly SortedDictionary<string, JsonNode> _examples = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);

    /// <summary>What follows from changes of routes and bodies: see CONTRIBUTING.</summary>
    [Fact]
    public async Task Examples_AreWritten_WhenAskedFor()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("ITSM_DOCS_EXAMPLES") == "1", "Writes only with ITSM_DOCS_EXAMPLES=1.");
        foreach (var (schema, answer) in await new ExampleStories(world).TellAsync()) // Before the walk deletes things.
            Keep(schema, answer);
        var asked = world.Guarded.Concat(world.Routes.Where(route => route.Path.StartsWith("/health/", StringComparison.Ordinal)));
        foreach (var route in asked.OrderBy(route => route.Method is "GET" ? 0 : route.Method is "DELETE" ? 2 : 1))
            await RecordAsync(route);

        var path = Path.Combine(SolutionFolder.Path, File);
        await System.IO.File.WriteAllTextAsync(path, new JsonObject(_examples.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))
            .ToJsonString(Indented) + "\n");
    }

    private async Task RecordAsync(ApiRoute route)
    {
        var body = route.TakesJson ? world.ExampleFor(route) : null;
        var path = route.Method == "GET"
            ? world.PathOf(route) + Questions.GetValueOrDefault(route.Path)
            : await world.ElsewhereAsync(route);
        var reply = await world.SendAsync(route, path, world.KeyFor(route), body?.ToJsonString());
        if (reply.Status == 428)
            reply = await world.SendAsync(route, path, world.KeyFor(route), body?.ToJsonString(), headers: ("If-Match", "*"));
        if (body is not null && reply.Status is not (400 or 415 or 422)) // Valid, also where the record is in another state.
            Keep(route.BodySchema, body);
        if (reply is { Status: < 300, MediaType: "application/json" })
            Keep(route.AnswerSchema(reply.Status), reply.Json);
    }

    /// <summary>The first with something in it; of a page, its first item.</summary>
    private void Keep(string? schema, JsonNode? value)
    {
        if (schema is null || value is null) return;
        if (schema.StartsWith("PageOf", StringComparison.Ordinal))
            Keep(world.Routes[0].ItemSchema(schema), value["items"]!.AsArray().FirstOrDefault());
        else if (!_examples.TryGetValue(schema, out var known) || known.ToJsonString().Length < 10)
            _examples[schema] = Shown(value);
    }

    /// <summary>Without what is of this run alone: ids, times, addresses, secrets.</summary>
    private JsonNode Shown(JsonNode value)
    {
        var text = Ulid().Replace(value.ToJsonString(), id => Numbered(id.Value));
        foreach (var (own, shown) in OfThisRun)
            text = own.Replace(text, shown);
        return JsonNode.Parse(text)!;
    }

    private string Numbered(string id) =>
        _ids.TryGetValue(id, out var known) ? known : _ids[id] = $"01JD5ZC7N8Q4M2X0{_ids.Count + 1:0000000000}";

    [GeneratedRegex("(?<=[a-z]{3}_)[0-9A-HJKMNP-TV-Z]{26}")]
    private static partial Regex Ulid();

    /// <summary>The clock counts parts of seconds; times that are asked for have none.</summary>
    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z")]
    private static partial Regex Now();

    [GeneratedRegex(@"http://127\.0\.0\.1:\d{1,5}")]
    private static partial Regex Host();

    [GeneratedRegex("itsm_local_[0-9A-Za-z_]+")]
    private static partial Regex Key();

    [GeneratedRegex("api-key:[0-9A-Za-z]{12}")]
    private static partial Regex KeyId();

    [GeneratedRegex("(?<=/(in|calendar|exports)/)[0-9A-Za-z_.-]{20,}")]
    private static partial Regex Token();

    [GeneratedRegex("(?<=(whsec|whpk)_)[0-9A-Za-z+/=]{20,}")]
    private static partial Regex Secret();

    [GeneratedRegex("[0-9a-f]{64}")]
    private static partial Regex Hash();
}

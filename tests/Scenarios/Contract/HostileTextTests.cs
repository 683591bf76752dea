using System.Text.Json.Nodes;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Hostile text wherever text can be put: refused, or stored literally - never a failure, never another row.</summary>
public sealed class HostileTextTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    [Fact]
    public async Task InBodies_ItIsRefusedOrKeptLiterally()
    {
        var before = await SnapshotAsync();
        await ContractWorld.WalkAsync(
            from route in world.Writing
            from place in Places(world.ExampleFor(route), "")
            from text in HostileText.All
            select (Route: route, Place: place, Text: text),
            async step => Complaint(step.Place, step.Text, await WriteAsync(step.Route, step.Place, step.Text)));
        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    public async Task InPaths_ItNamesNothingThatExists()
    {
        var before = await SnapshotAsync();
        await ContractWorld.WalkAsync(
            from route in world.Guarded
            where route.HasPathValues
            from text in HostileText.All.Where(text => HostileText.IsText(text) && IsSegment(text))
            select (Route: route, Text: text),
            async step => await AskAsync(step.Route, step.Text) is var answer && (answer.Status < 300 && !step.Route.IsKeyed)
                ? $"{answer.Status}: {answer.Text}"
                : answer.Failed());
        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    public Task InQueries_ItFindsNothingAndBreaksNothing() => ContractWorld.WalkAsync(
        from route in world.Guarded
        from parameter in route.QueryParameters
        from text in HostileText.All.Where(HostileText.IsText)
        select (Route: route, Parameter: parameter, Text: text),
        async step => (await world.SendAsync(step.Route,
            $"{world.PathOf(step.Route)}?{step.Parameter}={Uri.EscapeDataString(step.Text)}", world.KeyFor(step.Route))).Failed());

    /// <summary>A dot segment is resolved before it is sent; NUL is refused by the server before the product sees it.</summary>
    private static bool IsSegment(string text) => text is not (".." or "\0");

    private async Task<Reply> WriteAsync(ApiRoute route, string place, string text)
    {
        var body = world.ExampleFor(route);
        Put(body, place, text);
        return await world.WriteAsync(route, HostileText.Write(body), await world.ElsewhereAsync(route));
    }

    private Task<Reply> AskAsync(ApiRoute route, string text)
    {
        var path = world.PathOf(route).Split('/');
        var last = Array.FindLastIndex(route.Path.Split('/'), segment => segment.StartsWith('{'));
        path[last] = Uri.EscapeDataString(text);
        return world.SendAsync(route, string.Join('/', path), world.KeyFor(route),
            route.TakesJson ? world.ExampleFor(route).ToJsonString() : null, headers: ("If-Match", "*"));
    }

    private static string? Complaint(string place, string text, Reply answer)
    {
        if (!HostileText.IsText(text))
            return answer.NotRefused();
        if (answer.Status >= 300 || answer.MediaType != "application/json")
            return answer.Failed();
        var kept = At(answer.Json, place);
        return kept is null || kept.GetValue<string>() == text ? null : $"kept as {kept.ToJsonString()}";
    }

    /// <summary>Pointers (RFC 6901) to every string of a body.</summary>
    private static IEnumerable<string> Places(JsonNode? node, string pointer) => node switch
    {
        JsonObject found => found.SelectMany(member => Places(member.Value, $"{pointer}/{member.Key}")),
        JsonArray items => items.SelectMany((item, index) => Places(item, $"{pointer}/{index}")),
        JsonValue value when value.TryGetValue<string>(out _) => [pointer],
        _ => [],
    };

    private static void Put(JsonNode body, string pointer, string text)
    {
        var last = pointer.LastIndexOf('/');
        var holder = At(body, pointer[..last])!;
        if (holder is JsonArray items)
            items[int.Parse(pointer[(last + 1)..])] = text;
        else
            holder[pointer[(last + 1)..]] = text;
    }

    private static JsonNode? At(JsonNode? node, string pointer) => pointer.Split('/').Skip(1).Aggregate(node, (at, name) => at switch
    {
        JsonArray items => int.Parse(name) < items.Count ? items[int.Parse(name)] : null,
        JsonObject found => found[name],
        _ => null,
    });

    /// <summary>All that the first tenant's paths lead to.</summary>
    private async Task<string> SnapshotAsync()
    {
        var seen = new List<string>();
        foreach (var route in world.Guarded.Where(route => route is { Method: "GET", HasPathValues: true, IsList: false, IsMetered: false }))
            seen.Add($"{route}\n{(await world.SendAsync(route, key: world.KeyFor(route))).Text}");
        return string.Join('\n', seen);
    }
}

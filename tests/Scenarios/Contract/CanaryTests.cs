using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>One tenant is full of a text that exists nowhere else. Whatever another tenant's credentials name of it -
/// ids, numbers, keys, cursors, tokens, in path, query and body - no answer holds the text, none tells what exists from
/// what does not, and nothing of it changes (invariant I7).</summary>
public sealed partial class CanaryTests(ContractWorld world, ITestOutputHelper output) : IClassFixture<ContractWorld>
{
    private const string Canary = "kanarienvogel-5e1f";
    private const int Least = 2_000;
    private const int MostOfAKind = 10;

    /// <summary>Members whose text is free, so that the canary can be put there.</summary>
    private static readonly string[] Free =
        ["title", "description", "name", "note", "reason", "comment", "body", "category", "externalReference", "backout"];

    private readonly ConcurrentDictionary<string, int> _probes = new(StringComparer.Ordinal);
    private int _turn;

    [Fact]
    public async Task NoAnswer_HoldsAnotherTenantsData_OrTellsThatItExists()
    {
        await FillAsync();
        var loot = await LootAsync();
        var before = await SnapshotAsync();
        string[] thieves = [world.Stranger, await KeyAsync("agent"), await KeyAsync("requester")];

        await ContractWorld.WalkAsync(Paths(loot, thieves), ComplaintAsync);
        await ContractWorld.WalkAsync(Queries(loot, thieves), ComplaintAsync);
        await ContractWorld.WalkAsync(Bodies(loot, thieves), ComplaintAsync);

        await world.QuietAsync();
        Assert.Equal(before, await SnapshotAsync());
        output.WriteLine(string.Join('\n', _probes.Select(kind => $"{kind.Value} probes by {kind.Key}")));
        Assert.True(_probes.Values.Sum() >= Least, $"{_probes.Values.Sum()} probes; {Least} are wanted.");
    }

    /// <summary>The same Idempotency-Key in another tenant is another key.</summary>
    [Fact]
    public async Task AnIdempotencyKey_OfAnotherTenant_IsNotKnown()
    {
        var report = world.Routes.First(route => route.Id == "reportIncident");
        var first = await world.SendAsync(report, key: world.Admin, body: $$"""{"title":"{{Canary}}"}""", headers: ("Idempotency-Key", "twice"));
        var second = await world.SendAsync(report, key: world.Stranger, body: """{"title":"Mine"}""", headers: ("Idempotency-Key", "twice"));
        Assert.Equal((201, 201), (first.Status, second.Status));
        Assert.NotEqual(first.Json!["id"]!.GetValue<string>(), second.Json!["id"]!.GetValue<string>());
    }

    /// <summary>A probe, and the same one with what nobody has in the place of what is another's.</summary>
    private sealed record Probe(string Kind, ApiRoute Route, string Key, string Stolen, string Twin, Func<string, (string Path, string? Body)> Make)
    {
        public override string ToString() => $"{Route} by {Kind} with {Stolen}";
    }

    private async Task<string?> ComplaintAsync(Probe probe)
    {
        _probes.AddOrUpdate(probe.Kind, 1, (_, before) => before + 1);
        var (stolen, twin) = (await SendAsync(probe, probe.Stolen), await SendAsync(probe, probe.Twin));
        if (stolen.Text.Contains(Canary, StringComparison.Ordinal) && !probe.Stolen.Contains(Canary, StringComparison.Ordinal))
            return $"{stolen.Status} holds the canary";
        if ((stolen.Status, stolen.Code) != (twin.Status, twin.Code))
            return $"{stolen.Status} {stolen.Code}, but {twin.Status} {twin.Code} for what nobody has ({probe.Twin})";
        return stolen.Status == 404 && Told(stolen) != Told(twin)
            ? $"{stolen.Text} differs from {twin.Text}" : stolen.Failed();
    }

    private Task<Reply> SendAsync(Probe probe, string value)
    {
        var (path, body) = probe.Make(value);
        return world.SendAsync(probe.Route, path, probe.Key, body, headers: ("If-Match", "*"));
    }

    /// <summary>What is said of it, but for its name, which stands at the end.</summary>
    private static string Told(Reply answer)
    {
        var told = answer.Json!.AsObject();
        told.Remove("traceId");
        var detail = told["detail"]!.GetValue<string>();
        told["detail"] = detail[..(detail.LastIndexOf(' ') + 1)];
        return told.ToJsonString();
    }

    private IEnumerable<Probe> Paths(IReadOnlyCollection<string> loot, string[] thieves) =>
        from route in Reached
        where route is { HasPathValues: true, IsKeyed: false }
        let segments = route.Path.Split('/')
        let place = Array.FindIndex(segments, segment => segment.StartsWith('{'))
        let own = world.ValueAt(string.Join('/', segments.Take(place + 1)))
        from stolen in loot.Where(text => KindOf(text) == KindOf(own!)).Append(own!).Distinct().Take(MostOfAKind)
        from key in thieves
        select new Probe("path", route, key, stolen, TwinOf(stolen), value =>
            (PathWith(route, place, value), route.TakesJson ? world.ExampleFor(route).ToJsonString() : null));

    private string PathWith(ApiRoute route, int place, string value)
    {
        var path = world.PathOf(route).Split('/');
        path[place] = Uri.EscapeDataString(value);
        return string.Join('/', path);
    }

    private IEnumerable<Probe> Queries(IReadOnlyCollection<string> loot, string[] thieves) =>
        from route in Reached
        where route is { Method: "GET", HasPathValues: false }
        from parameter in route.QueryParameters
        from stolen in OneOfEachKind(loot, parameter == "cursor" ? 4 : 1)
        select new Probe("query", route, Next(thieves), stolen, TwinOf(stolen), value =>
            ($"{world.PathOf(route)}?{parameter}={Uri.EscapeDataString(value)}", null));

    private IEnumerable<Probe> Bodies(IReadOnlyCollection<string> loot, string[] thieves) =>
        from route in Reached
        where route.TakesJson && !route.HasPathValues
        let example = world.ExampleFor(route)
        from field in example.Where(member => member.Value is JsonValue or JsonArray).Select(member => member.Key)
        from stolen in OneOfEachKind(loot, 1)
        select new Probe("body", route, Next(thieves), stolen, TwinOf(stolen), value => (world.PathOf(route), With(example, field, value)));

    /// <summary>One after the other.</summary>
    private string Next(string[] thieves) => thieves[Interlocked.Increment(ref _turn) % thieves.Length];

    private static string With(JsonObject example, string field, string value)
    {
        var body = example.DeepClone().AsObject();
        body[field] = body[field] is JsonArray ? new JsonArray(value) : value;
        return body.ToJsonString();
    }

    private IEnumerable<ApiRoute> Reached => world.Guarded.Where(route => !route.IsForOperator);

    private Task<string> KeyAsync(string role) =>
        world.KeyAsync(world.Stranger, new JsonObject { ["name"] = role, ["role"] = role, ["person"] = "eve@example.org" });

    /// <summary>Fills the first tenant: one more of everything that can be made, with the canary in every free text.</summary>
    private async Task FillAsync()
    {
        foreach (var route in world.Writing.Where(route => route.Method is "PUT" || (route.Method == "POST" && !route.HasPathValues)))
        {
            if (route.IsForOperator) continue;
            var path = route is { IsKeyed: true, HasPathValues: true } ? await world.ElsewhereAsync(route) : null;
            await world.WriteAsync(route, Sing(world.ExampleFor(route)).ToJsonString(), path);
        }
        foreach (var operation in new[] { "commentOnIncident", "editIncident", "editChange" })
        {
            var route = world.Routes.First(route => route.Id == operation);
            var written = await world.WriteAsync(route, Sing(world.ExampleFor(route)).ToJsonString());
            Assert.True(written.Status is 200 or 201, written.Text);
        }
        await world.QuietAsync();
        Assert.Contains(Canary, await SnapshotAsync(), StringComparison.Ordinal);
    }

    private static JsonObject Sing(JsonObject body)
    {
        foreach (var (name, value) in body.ToList())
        {
            if (value is JsonObject part) Sing(part);
            else if (Free.Contains(name) && value is JsonValue) body[name] = Canary;
        }
        return body;
    }

    /// <summary>Everything by which the first tenant names what it has: ids, numbers, keys, cursors, and tokens.</summary>
    private async Task<IReadOnlyCollection<string>> LootAsync()
    {
        var loot = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var route in Reached.Where(route => route.Method == "GET"))
        {
            var answer = await world.SendAsync(route, route.IsList ? world.PathOf(route) + "?limit=1" : null, world.Admin);
            foreach (Match named in Names().Matches(answer.Text)) loot.Add(named.Value);
            if (route.IsList && answer.Json?["nextCursor"] is JsonValue cursor) loot.Add(cursor.GetValue<string>());
        }
        return loot;
    }

    private static IEnumerable<string> OneOfEachKind(IEnumerable<string> loot, int each) =>
        loot.GroupBy(KindOf).SelectMany(kind => kind.Take(each)).Append("net").Append(Canary);

    /// <summary>Something of the same form that nobody has.</summary>
    private static string TwinOf(string stolen) => KindOf(stolen) switch
    {
        "number" => stolen[..4] + "999983",
        "text" when !stolen.Any(char.IsAsciiLetterUpper) => "quite-another-one",
        "text" or "cursor" => string.Concat(stolen.Reverse()),
        var prefix => $"{prefix}_01JD0000000000000000000000",
    };

    private static string KindOf(string text) =>
        Id().Match(text) is { Success: true } id ? id.Groups[1].Value
        : Number().IsMatch(text) ? "number" : text.Length > 60 ? "cursor" : "text";

    /// <summary>All that the first tenant's own paths and lists show.</summary>
    private async Task<string> SnapshotAsync()
    {
        var seen = new List<string>();
        foreach (var route in Reached.Where(route => route is { Method: "GET", IsMetered: false }))
            seen.Add($"{route}\n{Trace().Replace((await world.SendAsync(route, key: world.Admin)).Text, "")}");
        return string.Join('\n', seen);
    }

    [GeneratedRegex("^([a-z]{2,4})_[0-9A-Z]{26}$")]
    private static partial Regex Id();

    [GeneratedRegex("^[A-Z]{3}-[0-9]{6,}$")]
    private static partial Regex Number();

    [GeneratedRegex("[a-z]{2,4}_[0-9A-Z]{26}|[A-Z]{3}-[0-9]{6,}|(?<=/in/)[A-Za-z0-9_-]+")]
    private static partial Regex Names();

    [GeneratedRegex("\"traceId\":\"[0-9a-f]*\"")]
    private static partial Regex Trace();
}

using System.Reflection;
using System.Text.Json.Nodes;
using ItsmServerless.Kernel.Auth;
using ItsmServerless.Kernel.Http;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every route, with every role, on what is the caller's and on what is not: the product does what the functions
/// declare. The same declarations are shown in docs/rights.md.</summary>
public sealed class RightsMatrixTests(ContractWorld world, ITestOutputHelper output) : IClassFixture<ContractWorld>
{
    private const string Surprise = """{"surprise":1}""";
    private const string OfGroups = "agent of groups";

    private static readonly Dictionary<string, RequiresAttribute?> Policies =
        new Routes(typeof(ItsmApp).Assembly).All.ToDictionary(route => $"{route.Method} /{route.Template}",
            route => route.Handler.GetCustomAttribute<RequiresAttribute>(), StringComparer.Ordinal);

    /// <summary>Somebody, as the matrix names them.</summary>
    private sealed record Person(string Name, Role? Role, string? Key)
    {
        public override string ToString() => Name;
    }

    [Fact]
    public async Task InTheirTenant_EachRoleDoesWhatItMay_AndNoMore()
    {
        var cells = Cells(await StaffAsync(world.Admin));
        await ContractWorld.WalkAsync(cells, async cell => Complaint(cell.Route, cell.Person, await AskAsync(cell.Route, cell.Person)));
        output.WriteLine($"{cells.Count} cells in their own tenant");
    }

    [Fact]
    public async Task InAnotherTenant_EachRoleFindsNothing()
    {
        var cells = Cells((await StaffAsync(world.Stranger)).Where(person => person.Role is not (null or Role.Operator)))
            .Where(cell => cell.Route is { IsAnonymous: false, HasPathValues: true, IsKeyed: false, IsForOperator: false }).ToList();
        await ContractWorld.WalkAsync(cells, async cell =>
            May(cell.Route, cell.Person)
                ? (await ActAsync(cell.Route, cell.Person)).NotRefusedWith(404, "not_found")
                : Complaint(cell.Route, cell.Person, await ActAsync(cell.Route, cell.Person)));
        output.WriteLine($"{cells.Count} cells in another tenant");
    }

    /// <summary>What is found is told apart from what is not before anything is said of the body.</summary>
    [Fact]
    public async Task WhatIsNotTheirs_Is404_WhateverTheBody()
    {
        var eve = await KeyAsync(world.Admin, """{"name":"eve","role":"requester","person":"eve@example.org"}""");
        var others = await KeyAsync(world.Admin, """{"name":"db","role":"agent","groups":["db"]}""");
        var cells =
            from route in world.Writing
            where route.Path.StartsWith("/v1/incidents/{id}", StringComparison.Ordinal)
            from person in new[]
            {
                new Person("another requester", Role.Requester, eve), new(OfGroups, Role.Agent, others),
                new("stranger", Role.Admin, world.Stranger),
            }
            where May(route, person)
            select (Route: route, Person: person);
        await ContractWorld.WalkAsync(cells.ToList(), async cell =>
            (await world.SendAsync(cell.Route, key: cell.Person.Key, body: Surprise, headers: ("If-Match", "*"))).NotRefusedWith(404, "not_found"));
    }

    [Fact]
    public async Task WhatIsAnothersInTheTenant_Is404()
    {
        var eve = new Person("another requester", Role.Requester,
            await KeyAsync(world.Admin, """{"name":"eve","role":"requester","person":"eve@example.org"}"""));
        var others = new Person(OfGroups, Role.Agent, await KeyAsync(world.Admin, """{"name":"db","role":"agent","groups":["db"]}"""));
        var cells = Cells([eve, others])
            .Where(cell => May(cell.Route, cell.Person) && cell.Route.Path.StartsWith("/v1/incidents/{id}", StringComparison.Ordinal)).ToList();
        await ContractWorld.WalkAsync(cells, async cell =>
            (await ActAsync(cell.Route, cell.Person)).NotRefusedWith(404, "not_found"));
        output.WriteLine($"{cells.Count} cells on others' records");
    }

    private List<(ApiRoute Route, Person Person)> Cells(IEnumerable<Person> people) =>
        [.. from person in people from route in world.Routes select (route, person)];

    private async Task<List<Person>> StaffAsync(string admin)
    {
        var people = new List<Person> { new("nobody", null, null), new("operator", Role.Operator, world.Operator) };
        foreach (var role in RoleText.OfTenants)
        {
            var body = new JsonObject { ["name"] = role, ["role"] = role };
            if (role == "requester")
                body["person"] = "ann@example.org"; // The requester of the incident that the walk meets.
            people.Add(new(role, RoleText.Parse(role), await world.KeyAsync(admin, body)));
        }
        people.Add(new(OfGroups, Role.Agent, await KeyAsync(admin, """{"name":"net","role":"agent","groups":["net"]}""")));
        return people;
    }

    private Task<string> KeyAsync(string admin, string body) => world.KeyAsync(admin, JsonNode.Parse(body)!.AsObject());

    /// <summary>Asks so that nothing changes: with a body that no route takes, or of what does not exist.</summary>
    private Task<Reply> AskAsync(ApiRoute route, Person person) => world.SendAsync(
        route, route.Method == "DELETE" ? NothingOf(route) : null, person.Key, route.TakesJson ? Surprise : null,
        headers: ("If-Match", "\"999999\""));

    private Task<Reply> ActAsync(ApiRoute route, Person person) => world.SendAsync(
        route, key: person.Key, body: route.TakesJson ? world.ExampleFor(route).ToJsonString() : null, headers: ("If-Match", "*"));

    private string NothingOf(ApiRoute route) => world.PathOf(route)[..(world.PathOf(route).LastIndexOf('/') + 1)] + "nothing-here";

    /// <summary>Whether the functions declare that somebody may call a route.</summary>
    private static bool May(ApiRoute route, Person person) => Policies[$"{route}"] is not { } policy ||
        (person.Role is { } role && policy.Roles.Contains(role) && (policy.InGroups || person.Name != OfGroups));

    /// <summary>Who may is met by the route itself, whatever it says; who may not is met at the door.</summary>
    private static string? Complaint(ApiRoute route, Person person, Reply answer)
    {
        if (May(route, person))
            return answer.Status >= 500 || answer.Code is "unauthenticated" or "forbidden" or "outside_groups"
                ? $"{answer.Status} {answer.Code}, although it may" : null;
        if (person.Role is null)
            return answer.NotRefusedWith(401, "unauthenticated");
        return answer.NotRefusedWith(403, Policies[$"{route}"]!.Roles.Contains(person.Role.Value) ? "outside_groups" : "forbidden");
    }
}

using System.Text.Json.Nodes;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every route that takes a JSON body, with bodies that are none of its own.</summary>
public sealed class StrictBodyTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    private static readonly string TooDeep = $$"""{"a":{{new string('[', 200)}}{{new string(']', 200)}}}""";

    public static TheoryData<string> NotJson => ["{", "", "[1]", "null", "1", "\"text\"", "{\"a\":1}}", "{'a':1}", "{\"a\":1,}"];

    /// <summary>Only with valid examples do the other walks show what they say.</summary>
    [Fact]
    public Task Examples_AreValid() => ContractWorld.WalkAsync(world.Writing, async route =>
        await world.WriteAsync(route, world.ExampleFor(route).ToJsonString()) is { Status: 400 or 415 or 422 or >= 500 } refused
            ? $"no valid example in {nameof(Examples)}: {refused.Text}"
            : null);

    [Fact]
    public Task AnUnknownField_Is400() => ContractWorld.WalkAsync(world.Writing,
        async route => (await world.WriteAsync(route, """{"surprise":1}""")).NotRefusedWith(400, "unknown_field"));

    [Fact]
    public Task TheSameFieldTwice_Is400() => ContractWorld.WalkAsync(world.Writing,
        async route => (await world.WriteAsync(route, """{"twice":1,"twice":1}""")).NotRefusedWith(400, "duplicate_field"));

    [Fact]
    public Task ABodyTooDeep_Is400() => ContractWorld.WalkAsync(world.Writing,
        async route => (await world.WriteAsync(route, TooDeep)).NotRefusedWith(400, "invalid_json"));

    [Theory]
    [MemberData(nameof(NotJson))]
    public Task ABodyThatIsNoObject_Is400(string body) => ContractWorld.WalkAsync(
        world.Writing.Where(route => body.Length > 0 || route.NeedsBody),
        async route => (await world.WriteAsync(route, body)).NotRefusedWith(400, "invalid_json"));

    [Fact]
    public Task ABodyOfAnotherType_Is415() => ContractWorld.WalkAsync(world.Writing,
        async route => (await world.SendAsync(route, key: world.KeyFor(route), body: world.ExampleFor(route).ToJsonString(),
            mediaType: "text/plain", headers: ("If-Match", "*"))).NotRefusedWith(415, "unsupported_media_type"));

    [Fact]
    public Task ABodyOfMegabytes_Is413() => ContractWorld.WalkAsync(world.Writing,
        async route => (await world.WriteAsync(route, $$"""{"long":"{{new string('x', 3 << 20)}}"}"""))
            .NotRefusedWith(413, "payload_too_large"));

    [Fact]
    public Task AFieldOfAnotherType_IsRefused() => ContractWorld.WalkAsync(
        from route in world.Writing from field in route.Fields select (Route: route, field.Name, Wrong: WrongFor(field.Schema)),
        async step => (await world.WriteAsync(step.Route, With(step.Route, step.Name, step.Wrong))).NotRefused());

    [Fact]
    public Task AFieldTooLong_IsRefused() => ContractWorld.WalkAsync(
        from route in world.Writing from field in route.Fields where Allows(field.Schema, "string") select (Route: route, field.Name),
        async step => (await world.WriteAsync(step.Route, With(step.Route, step.Name, new string('x', 400_000)))).NotRefused());

    private string With(ApiRoute route, string field, JsonNode value)
    {
        var body = world.ExampleFor(route);
        body[field] = value;
        return body.ToJsonString();
    }

    private static JsonNode WrongFor(JsonObject schema) =>
        Allows(schema, "object") ? JsonValue.Create(7) : new JsonObject { ["wrong"] = 7 };

    private static bool Allows(JsonObject schema, string type) => schema["type"] switch
    {
        JsonArray types => types.Any(allowed => allowed?.GetValue<string>() == type),
        JsonValue single => single.GetValue<string>() == type,
        _ => false,
    };
}

using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every route that changes or makes something, without its preconditions.</summary>
public sealed class PreconditionTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    public static TheoryData<string> BadKeys => ["", " ", "a b", "\u00e9", new string('k', 256)];

    public static TheoryData<string> BadTags => ["7", "\"1\", \"2\"", ""];

    private IEnumerable<ApiRoute> Changing => world.Writing.Where(route => route.NeedsIfMatch || route.IsKeyed);

    [Fact]
    public Task WithoutIfMatch_Is428() => ContractWorld.WalkAsync(Changing,
        async route => (await world.SendAsync(route, key: world.KeyFor(route), body: world.ExampleFor(route).ToJsonString()))
            .NotRefusedWith(428, "precondition_required"));

    [Fact]
    public Task WithAStaleIfMatch_Is412() => ContractWorld.WalkAsync(Changing,
        async route => (await world.SendAsync(route, key: world.KeyFor(route), body: world.ExampleFor(route).ToJsonString(),
            headers: ("If-Match", "\"999999\""))).NotRefusedWith(412, "version_conflict"));

    [Theory]
    [MemberData(nameof(BadTags))]
    public Task WithAnIfMatchThatIsNone_IsRefused(string tag) => ContractWorld.WalkAsync(Changing,
        async route => (await world.SendAsync(route, key: world.KeyFor(route), body: world.ExampleFor(route).ToJsonString(),
            headers: ("If-Match", tag))).NotRefused());

    [Theory]
    [MemberData(nameof(BadKeys))]
    public Task WithABadIdempotencyKey_Is400(string key) => ContractWorld.WalkAsync(
        world.Writing.Where(route => route.TakesIdempotencyKey),
        async route => (await world.SendAsync(route, key: world.KeyFor(route), body: world.ExampleFor(route).ToJsonString(),
            headers: [("If-Match", "*"), ("Idempotency-Key", key)])).NotRefusedWith(400, "invalid_key"));

    [Fact]
    public Task AnotherMethod_Is405() => ContractWorld.WalkAsync(world.Routes, async route =>
        (await world.SendAsync(route with { Method = "TRACE" }, key: world.KeyFor(route))).Status is 404 or 405
            ? null : "TRACE was answered");
}

using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every route that is not for everybody, with the wrong credential or none.</summary>
public sealed class CredentialTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    private const string NobodysKey = "itsm_test_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [Fact]
    public Task WithoutCredential_Is401() => ContractWorld.WalkAsync(world.Guarded,
        async route => (await world.SendAsync(route)).NotRefusedWith(401, "unauthenticated"));

    [Fact]
    public Task WithNobodysKey_Is401() => ContractWorld.WalkAsync(world.Guarded,
        async route => (await world.SendAsync(route, key: NobodysKey)).NotRefusedWith(401, "unauthenticated"));

    [Fact]
    public Task WithAnAlteredKey_Is401() => ContractWorld.WalkAsync(world.Guarded,
        async route => (await world.SendAsync(route, key: world.KeyFor(route)[..^1])).NotRefusedWith(401, "unauthenticated"));

    [Fact]
    public Task WithTheKeyInTheUrl_Is400() => ContractWorld.WalkAsync(world.Routes, async route =>
        (await world.SendAsync(route, $"{world.PathOf(route)}?key={world.Admin}")).Status == 400 ? null : "the key in the URL was not refused");

    [Fact]
    public Task OperatorRoutes_WithATenantsKey_Are403() => ContractWorld.WalkAsync(
        world.Guarded.Where(route => route.IsForOperator),
        async route => (await world.SendAsync(route, key: world.Admin)).NotRefusedWith(403, "forbidden"));

    [Fact]
    public Task TenantsRoutes_WithTheOperatorsKey_Are403() => ContractWorld.WalkAsync(
        world.Guarded.Where(route => !route.IsForOperator),
        async route => (await world.SendAsync(route, key: world.KeyFor(world.Guarded.First(other => other.IsForOperator))))
            .NotRefusedWith(403, "forbidden"));

    /// <summary>A keyed PUT makes the stranger's own thing, so it is not among them.</summary>
    [Fact]
    public Task WhatBelongsToAnotherTenant_Is404() => ContractWorld.WalkAsync(
        world.Guarded.Where(route => route is { HasPathValues: true, IsKeyed: false, IsForOperator: false }),
        async route => (await world.SendAsync(route, key: world.Stranger,
            body: route.TakesJson ? world.ExampleFor(route).ToJsonString() : null, headers: ("If-Match", "*")))
            .NotRefusedWith(404, "not_found"));
}

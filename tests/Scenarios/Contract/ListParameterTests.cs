using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every list, with parameters that are none.</summary>
public sealed class ListParameterTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    public static TheoryData<string> BadLimits => ["0", "201", "-1", "x", "1.5", "99999999999999", ""];

    public static TheoryData<string> BadCursors => ["x", "AAAA", "'", "../../x"];

    private IEnumerable<ApiRoute> Lists => world.Guarded.Where(route => route.IsList);

    [Theory]
    [MemberData(nameof(BadLimits))]
    public Task ABadLimit_Is400(string limit) => ContractWorld.WalkAsync(Lists,
        async route => (await GetAsync(route, $"limit={limit}")).NotRefusedWith(400, "invalid_parameter"));

    [Theory]
    [MemberData(nameof(BadCursors))]
    public Task ABadCursor_Is400(string cursor) => ContractWorld.WalkAsync(Lists,
        async route => (await GetAsync(route, $"cursor={cursor}")).NotRefusedWith(400, "invalid_cursor"));

    [Fact]
    public Task AList_IsItemsAndACursor() => ContractWorld.WalkAsync(Lists, async route =>
        (await GetAsync(route, "limit=1")).Json is { } page && page["items"] is not null && page.AsObject().ContainsKey("nextCursor")
            ? null : "it has no items or nextCursor");

    private Task<Reply> GetAsync(ApiRoute route, string query) =>
        world.SendAsync(route, $"{world.PathOf(route)}?{query}", world.KeyFor(route));
}

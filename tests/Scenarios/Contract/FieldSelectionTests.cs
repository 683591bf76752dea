using System.Text.Json.Nodes;
using Xunit;

namespace ItsmServerless.Tests.Scenarios.Contract;

/// <summary>Every route that shows records, with <c>?fields=</c>.</summary>
public sealed class FieldSelectionTests(ContractWorld world) : IClassFixture<ContractWorld>
{
    private IEnumerable<ApiRoute> Showing => world.Guarded.Where(route => route.QueryParameters.Contains("fields"));

    [Fact]
    public Task AFieldThatIsNone_Is400() => ContractWorld.WalkAsync(Showing, async route =>
        (await AskAsync(route, "?fields=surprise")) is var answer && answer.Status is 404 or 422 ? null : answer.NotRefusedWith(400, "invalid_parameter"));

    [Fact]
    public Task AFieldThatIsOne_IsAllThatIsShown() => ContractWorld.WalkAsync(Showing, async route =>
    {
        var whole = await AskAsync(route, "");
        if (whole.Status != 200 || Shown(whole.Json!) is not { Count: > 0 } record) return null;
        var field = record.First().Key;
        var part = await AskAsync(route, $"?fields={field}");
        return Shown(part.Json!) is { Count: 1 } only && only.ContainsKey(field) ? null : part.Text;
    });

    private static JsonObject? Shown(JsonNode answer) =>
        answer["items"] is JsonArray items ? items.OfType<JsonObject>().FirstOrDefault() : answer.AsObject();

    private Task<Reply> AskAsync(ApiRoute route, string query) =>
        world.SendAsync(route, world.PathOf(route) + query, world.KeyFor(route));
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace ItsmServerless.Local.Desk;

/// <summary>The desk's routes (CONTRACT §11).</summary>
internal static class DeskEndpoints
{
    /// <summary>Where they begin.</summary>
    public const string Root = "/_local";

    /// <summary>How the desk writes JSON.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new UtcTimes() },
    };

    /// <summary>Maps them.</summary>
    public static void MapDesk(this IEndpointRouteBuilder endpoints)
    {
        var desk = endpoints.MapGroup(Root);
        desk.MapGet("/", (DeskPage page, HttpContext http) => page.WriteAsync(http));
        desk.MapGet("/mail", async (string? to, DeskMailStore mails, CancellationToken cancel) =>
            Items(await mails.ListAsync(to, cancel)));
        desk.MapGet("/mail/{id}/html", DeskMailView.ShowAsync);
        desk.MapGet("/teams", () => Items(Array.Empty<object>()));
        desk.MapGet("/webhooks", () => Items(Array.Empty<object>()));
        MapClock(desk);
        MapRuntime(desk);
    }

    private static void MapClock(RouteGroupBuilder desk)
    {
        desk.MapGet("/clock", (DeskClock clock) => Results.Json(clock.Read(), Json));
        desk.MapPost("/clock/advance", async (HttpRequest request, DeskClock clock, CancellationToken cancel) =>
            await ReadAsync<DeskClock.Advance>(request, cancel) is { } advance
                ? await clock.AdvanceAsync(advance, cancel)
                : NotJson());
    }

    private static void MapRuntime(RouteGroupBuilder desk)
    {
        desk.MapGet("/orchestrations", async (DeskOrchestrations all, CancellationToken cancel) =>
            Items(await all.ListAsync(cancel)));
        desk.MapGet("/orchestrations/{**id}", (string id, DeskOrchestrations all, CancellationToken cancel) =>
            all.FindAsync(id, cancel));
        desk.MapGet("/bus", (DeskBus bus) => Items(bus.Counts()));
        desk.MapGet("/bus/dead-letters", (DeskBus bus) => Items(bus.DeadLetters()));
        desk.MapPost("/bus/dead-letters/replay", async (HttpRequest request, DeskBus bus, CancellationToken cancel) =>
            await ReadAsync<DeskBus.Replay>(request, cancel) is { } replay
                ? Results.Json(new { replayed = await bus.ReplayAsync(replay, cancel) }, Json)
                : NotJson());
    }

    private static IResult Items<T>(IReadOnlyList<T> items) => Results.Json(new { items }, Json);

    private static async Task<T?> ReadAsync<T>(HttpRequest request, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await request.ReadFromJsonAsync<T>(Json, cancel);
        }
        catch (JsonException)
        {
            return null; // Said to the caller as invalid_json.
        }
    }

    private static IResult NotJson() =>
        DeskProblem.Of(StatusCodes.Status400BadRequest, "invalid_json", "The body is not the JSON the desk takes.");

    /// <summary>RFC 3339 in UTC with a Z, as the API writes times.</summary>
    private sealed class UtcTimes : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
